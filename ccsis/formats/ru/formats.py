# A day and its month stay on one line, as Russian sets them.
DATE_FORMAT = "j\u00a0E Y"
DATETIME_FORMAT = "j\u00a0E Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j\u00a0E"
