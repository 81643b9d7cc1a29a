#!/usr/bin/env python3
"""Every session from 1990 to 2040 a second time, by the clocks that Python's zoneinfo tells; prints what
tests/golden/calendar.txt holds. Clocks, weekdays, Easter and the rules are worked out apart from the C code; single
closures and the exchanges' rules themselves are the same facts on both sides.

A line is: calendar, date, then open and close and the pauses between them in seconds from that date's 00:00 UTC; or '-',
a weekday without a session. A date without a line has the hours of the last one that had some."""
from datetime import date, datetime, timedelta, time
from zoneinfo import ZoneInfo

UTC, NEW_YORK, CHICAGO = ZoneInfo("UTC"), ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
# Sundays of Easter, 1990 to 2040, written out: the C code computes them.
EASTER = ("0415 0331 0419 0411 0403 0416 0407 0330 0412 0404 0423 0415 0331 0420 0411 0327 0416 0408 0323 0412 0404 0424 0408 "
          "0331 0420 0405 0327 0416 0401 0421 0412 0404 0417 0409 0331 0420 0405 0328 0416 0401 0421 0413 0328 0417 0409 0325 "
          "0413 0405 0425 0410 0401").split()
MOURNED = "1994-04-27 2001-09-11 2001-09-12 2001-09-13 2001-09-14 2004-06-11 2007-01-02 2012-10-29 2012-10-30 2018-12-05 2025-01-09"
CLOSINGS = {date.fromisoformat(d) for d in MOURNED.split()}
HALF = {"1990-12-24": "14:00", "1991-12-24": "14:00", "1992-12-24": "14:00", "1992-11-27": "14:00", "1994-02-11": "14:30",
        "1996-01-08": "14:00", "1997-10-27": "15:30", "1997-12-26": "13:00", "1999-12-31": "13:00", "2003-12-26": "13:00"}
LATE = {"1995-12-18": "10:30", "1996-01-08": "11:00", "2002-09-11": "12:00"}
FUTURES_EARLY = {"2012-10-29": "08:15", "2012-10-30": "08:15", "2018-12-05": "08:30", "2025-01-09": "08:30"}

def nth(year, month, weekday, n):
    days = [d for d in (date(year, month, 1) + k * DAY for k in range(31)) if d.month == month and d.weekday() == weekday]
    return days[n]

def observed(day):
    return day + DAY if day.weekday() == 6 else day - DAY if day.weekday() == 5 else day

def holidays(year):
    """Of New York: date -> what futures do: closed, or halted about noon."""
    easter = EASTER[year - 1990]
    new_year = date(year, 1, 1)
    days = {date(year, int(easter[:2]), int(easter[2:])) - 2 * DAY: "friday", observed(date(year, 12, 25)): "closed",
            nth(year, 2, 0, 2): "halted", nth(year, 5, 0, -1): "halted", observed(date(year, 7, 4)): "halted",
            nth(year, 9, 0, 0): "halted", nth(year, 11, 3, 3): "halted"}
    if new_year.weekday() != 5:
        days[observed(new_year)] = "closed"
    if year >= 1998:
        days[nth(year, 1, 0, 2)] = "halted"
    if year >= 2022:
        days[observed(date(year, 6, 19))] = "halted"
    return days

HOLIDAYS = {day: what for year in range(1990, 2041) for day, what in holidays(year).items()}

def new_york_close(day):
    name, thanksgiving = str(day), nth(day.year, 11, 3, 3)
    if name in HALF:
        return HALF[name]
    fourth = date(day.year, 7, 4).weekday()
    if day.month == 7 and day.year >= 1995:
        if day.day == 3 and fourth in ((1, 2, 4) if day.year < 2013 else (1, 2, 3, 4)):
            return "13:00"
        if day.day == 5 and fourth == 3 and day.year < 2013:
            return "13:00"
    if day.year >= 1993 and (day == thanksgiving + DAY or (day.month, day.day) == (12, 24)):
        return "13:00"
    return "16:00"

def clock(day, text, zone, base):
    local = datetime.combine(day, time.fromisoformat(text), zone)
    return int((local.astimezone(UTC) - datetime.combine(base, time(), UTC)).total_seconds())

def nyse(day, all_hours=False):
    if day in HOLIDAYS or day in CLOSINGS:
        return None
    early = new_york_close(day)
    if all_hours:
        close = f"{int(early[:2]) + 4}{early[2:]}" if early != "16:00" else "20:00"
        return clock(day, "04:00", NEW_YORK, day), clock(day, close, NEW_YORK, day)
    return clock(day, LATE.get(str(day), "09:30"), NEW_YORK, day), clock(day, early, NEW_YORK, day)

def fx(day, first):
    if (day.month, day.day) in ((12, 25), (1, 1)):
        return None
    return clock(day - DAY, first, NEW_YORK, day), clock(day, "17:00", NEW_YORK, day)

def is_report(day):
    return day.year >= 2010 and day.day <= 7

def cme(day):
    what, name = HOLIDAYS.get(day), str(day)
    if what in ("closed", "halted") or what == "friday" and not is_report(day):
        return None
    if day in CLOSINGS and name not in FUTURES_EARLY:
        return None
    early = new_york_close(day) == "13:00"
    close = FUTURES_EARLY.get(name) or ("08:15" if what else "12:15" if early else "16:00")
    before = day - (3 if day.weekday() == 0 else 1) * DAY
    hours = [clock(day - DAY, "17:00", CHICAGO, day)]
    if HOLIDAYS.get(before) == "halted":
        since = 2015 if before.month <= 2 else 2014
        halt = "12:00" if before.year >= since else "10:30"
        hours = [clock(before - DAY, "17:00", CHICAGO, day), clock(before, halt, CHICAGO, day)] + hours
    if day < date(2021, 6, 28) and close == "16:00":
        hours += [clock(day, "15:15", CHICAGO, day), clock(day, "15:30", CHICAGO, day)]
    return (hours[0], clock(day, close, CHICAGO, day), *hours[1:])

CALENDARS = {"nyse": nyse, "nyse_all": lambda day: nyse(day, True), "fx": lambda day: fx(day, "17:00"),
             "idealpro": lambda day: fx(day, "17:15"), "cme": cme}

for name, sessions in CALENDARS.items():
    last, day = None, date(1990, 1, 1)
    while day < date(2041, 1, 1):
        hours = sessions(day) if day.weekday() < 5 else last
        if hours is None:
            print(name, day, "-")
        elif hours != last:
            print(name, day, *hours)
        last, day = hours or last, day + DAY
