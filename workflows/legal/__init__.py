"""The law the rules rest on, as data: number, date, title and link of each legal basis."""
