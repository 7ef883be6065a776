"""Indonesian numerals and dates in words, as minutes and agreements write them out."""

import datetime

_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def in_words(number: int) -> str:
    """A number from 0 to 9,999 in Indonesian: 2026 → "dua ribu dua puluh enam". Raises ValueError beyond."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number < 12:
        return _UNITS[number]
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    if number < 100:
        return _joined(f"{_UNITS[number // 10]} puluh", number % 10)
    if number < 1000:
        return _joined("seratus" if number < 200 else f"{_UNITS[number // 100]} ratus", number % 100)
    return _joined("seribu" if number < 2000 else f"{_UNITS[number // 1000]} ribu", number % 1000)


def date_in_words(day: datetime.date) -> str:
    """A day as minutes begin: "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"."""
    return (
        f"{_DAYS[day.weekday()]} tanggal {in_words(day.day)} bulan {_MONTHS[day.month - 1]} tahun {in_words(day.year)}"
    )


def written(day: datetime.date) -> str:
    """A day with its month in full: "23 November 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def roman_month(day: datetime.date) -> str:
    """The month as it stands in numbers of letters: XI for November."""
    return _ROMAN[day.month - 1]


def _joined(beginning: str, rest: int) -> str:
    return f"{beginning} {in_words(rest)}" if rest else beginning
