"""The Vietnamese lunar calendar: on which day a day of a lunar month falls.

Months begin on the day of the new moon in Việt Nam (UTC+7: QĐ 121-CP of 8/8/1967);
month 11 holds the winter solstice; in a year of thirteen months the first one without a principal
term is the leap month. The series for moon and sun are Meeus's (Astronomical Algorithms, 1998),
short forms that are right to the day for the years 1900 to 2100.
"""

import math
from datetime import date

HOURS_AHEAD = 7.0
EPOCH = 2415021.076998695  # the new moon of January 1900, as a Julian day
MONTH = 29.530588853
JULIAN_OF_ORDINAL = 1721425


def from_lunar(year: int, month: int, day: int) -> date:
    """The day of the (never leap) lunar `month` of lunar `year`: (2023, 1, 1) is 22/1/2023."""
    first = month_11_of(year - 1 if month < 11 else year)
    number = new_moon_number(first)
    offset = month - 11 if month >= 11 else month + 1
    next_first = month_11_of(year if month < 11 else year + 1)
    if new_moon_number(next_first) - number == 13:
        offset += offset >= leap_offset(number)
    return date.fromordinal(new_moon_day(number + offset) + day - 1 - JULIAN_OF_ORDINAL)


def month_11_of(year: int) -> int:
    """The Julian day on which lunar month 11, the one with the winter solstice, begins."""
    last_day = date(year, 12, 31).toordinal() + JULIAN_OF_ORDINAL
    number = math.floor((last_day - math.floor(EPOCH)) / MONTH)
    begins = new_moon_day(number)
    return new_moon_day(number - 1) if principal_term(begins) >= 9 else begins


def new_moon_number(julian_day: int) -> int:
    return math.floor(0.5 + (julian_day - EPOCH) / MONTH)


def leap_offset(number: int) -> int:
    """How many months after month 11 the first month without a principal term of its own comes."""
    offset, term = 1, principal_term(new_moon_day(number + 1))
    while offset < 14:
        offset += 1
        following = principal_term(new_moon_day(number + offset))
        if following == term:
            break
        term = following
    return offset - 1


def new_moon_day(number: int) -> int:
    """The Julian day, in Việt Nam, of the new moon `number` after that of January 1900."""
    return math.floor(new_moon(number) + 0.5 + HOURS_AHEAD / 24)


def new_moon(number: int) -> float:
    """The instant of a new moon as a Julian date of Universal Time."""
    t = number / 1236.85
    mean = (
        2415020.75933
        + 29.53058868 * number
        + 0.0001178 * t**2
        - 0.000000155 * t**3
        + 0.00033 * sin(166.56 + 132.87 * t - 0.009173 * t**2)
    )
    sun = 359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3
    moon = 306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3
    latitude = 21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3
    true = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * latitude)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * latitude + sun)
        - 0.0004 * sin(2 * latitude - sun)
        - 0.0006 * sin(2 * latitude + moon)
        + 0.0010 * sin(2 * latitude - moon)
        + 0.0005 * sin(2 * moon + sun)
    )
    return mean + true - (-0.000278 + 0.000265 * t + 0.000262 * t**2)


def principal_term(julian_day: int) -> int:
    """The twelfth of the sun's way, 0 to 11 from the March equinox, as a day begins in Việt Nam."""
    t = (julian_day - 0.5 - HOURS_AHEAD / 24 - 2451545.0) / 36525
    anomaly = 357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3
    longitude = (
        280.46645
        + 36000.76983 * t
        + 0.0003032 * t**2
        + (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000290 * sin(3 * anomaly)
    )
    return int(longitude % 360 // 30)


def sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))
