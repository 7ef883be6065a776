// What every page's script does. Each is a convenience: the page works without any of them.
import { closeMenus } from "./menu.js";
import { guardSubmits } from "./confirm.js";
import { focusErrorSummary } from "./error-summary.js";
import { settleErrors } from "./field-errors.js";
import { offerThemes } from "./theme.js";
import { keepAddress } from "./language.js";
import { forgetAtLogOut } from "./log-out.js";
import { openDialogs } from "./dialog.js";
import { centrePresentState } from "./diagram.js";

closeMenus(document);
guardSubmits(document);
focusErrorSummary(document);
settleErrors(document);
offerThemes(document);
openDialogs(document);
centrePresentState(document);
keepAddress(document);
forgetAtLogOut(document);
