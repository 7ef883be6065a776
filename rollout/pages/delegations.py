"""Lent roles: the list of those given and received, the form that lends one, and the question before it ends."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import delegations
from accounts.models import Assignment, Delegation, User
from accounts.roles import Role
from gis_data.forms import CleanCharField, DayField
from rollout.templatetags.formatting import day
from workflows import documents
from workflows.views.files import stored_file
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals


class _RoleField(forms.ModelChoiceField):
    def label_from_instance(self, assignment: Assignment) -> str:
        office = assignment.office or assignment.region
        return f"{assignment.get_role_display()} · {office}"


class _ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        offices = dict.fromkeys(row.office.name for row in person.assignments.all() if row.office)
        return " · ".join([str(person), *offices])


class LendForm(forms.Form):
    """What the letter says; judged by ``accounts.delegations.lend``."""

    use_required_attribute = False

    assignment = _RoleField(label=gettext_lazy("Role that is lent"), queryset=None, empty_label=None)
    receiver = _ColleagueField(
        label=gettext_lazy("Lent to"),
        help_text=gettext_lazy("A colleague of the same office or the same region."),
        queryset=None,
        empty_label="—",
    )
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("This day is included."))
    document_number = CleanCharField(label=gettext_lazy("Number of the letter"), max_length=80)
    document_date = DayField(label=gettext_lazy("Date of the letter"))
    scan = forms.FileField(
        label=gettext_lazy("Scan of the letter"), help_text=gettext_lazy("PDF or photo."), required=False
    )

    def __init__(self, holder: User, lender: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        mine = [role.pk for role in delegations.lendable(holder) if delegations.may_lend(role, lender)]
        roles = delegations.lendable(holder).filter(pk__in=mine)
        self.fields["assignment"].queryset = roles
        near = User.objects.none().union(*(delegations.colleagues_of(role).order_by() for role in roles))
        people = User.objects.filter(pk__in=[person.pk for person in near]).order_by("full_name", "username")
        self.fields["receiver"].queryset = people.prefetch_related("assignments__office")

    def letter(self) -> delegations.Letter:
        """The letter with its scan, which is kept. Raises ValidationError and StorageFull."""
        given = self.cleaned_data
        scan = documents.keep(given["scan"]) if given["scan"] else documents.Scan()
        return delegations.Letter(
            number=given["document_number"],
            date=given["document_date"],
            scan_sha256=scan.sha256,
            scan_type=scan.content_type,
            scan_name=scan.filename,
        )


@require_safe
@never_cache
@login_required
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Those the person gave or received, and those of the regions he administers."""
    rows = [
        {"delegation": row, "may_end": row.is_open and delegations.may_end(row, request.user)}
        for row in delegations.visible_to(request.user)[:200]
    ]
    administers = request.user.scope.holds(Role.ADMIN)
    return render(request, "pages/delegations/list.html", {"rows": rows, "administers": administers})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@answers_refusals
@receives_files
def delegation_new(request: HttpRequest) -> HttpResponse:
    """Lend one of one's own roles; the administrator of a region names the holder (``?person=username``)."""
    holder = _holder(request)
    form = LendForm(holder, request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (lent := _lend(request, form)):
        messages.success(
            request,
            _("%(receiver)s acts for %(giver)s from %(first)s to %(last)s.")
            % {
                "receiver": lent.receiver,
                "giver": lent.giver,
                "first": day(lent.valid_from),
                "last": day(lent.valid_to),
            },
        )
        return redirect("delegation_list")
    context = {"form": form, "holder": holder, "own": holder == request.user}
    return render(request, "pages/delegations/lend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST end it at once."""
    delegation = _visible_or_404(request, pk)
    if not delegations.may_end(delegation, request.user):
        raise PermissionDenied
    problem = ""
    if request.method == "POST":
        try:
            delegations.revoke(delegation_id=pk, by=request.user)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, _("The delegation was revoked."))
            return redirect("delegation_list")
    context = {"delegation": delegation, "problem": problem}
    return render(request, "pages/delegations/revoke.html", context, status=409 if problem else 200)


@require_safe
@login_required
def delegation_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of the letter, for those who see the delegation."""
    delegation = _visible_or_404(request, pk)
    if not delegation.scan_sha256:
        raise Http404
    return stored_file(request, delegation.scan_sha256, delegation.scan_type, delegation.scan_name)


def _visible_or_404(request: HttpRequest, pk: int) -> Delegation:
    found = delegations.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _holder(request: HttpRequest) -> User:
    """Whose role is to be lent: the person himself, or somebody with a role in a region he administers; else 404."""
    username = request.GET.get("person", "").strip()
    if not username or username == request.user.username:
        return request.user
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None or not any(delegations.may_lend(role, request.user) for role in delegations.lendable(found)):
        raise Http404
    return found


def _lend(request: HttpRequest, form: LendForm) -> Delegation | None:
    """The delegation; None when the form now carries why not."""
    given = form.cleaned_data
    try:
        return delegations.lend(
            assignment=given["assignment"],
            receiver=given["receiver"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            letter=form.letter(),
            recorded_by=request.user,
        )
    except ValidationError as error:
        form.add_error(None if hasattr(error, "error_dict") else "scan", error)
        return None
