"""IT04, IT05 and IT06."""

from decimal import Decimal

from .solution import Solution


def _takt_time(shift: str, breaks: str, demand: str) -> Solution:
    seconds = (Decimal(shift) - Decimal(breaks)) * 60
    return Solution((shift, breaks, demand), seconds / Decimal(demand))


def _shorter_stop(stop: str, moved: str, cut_percent: str) -> Solution:
    kept = 1 - Decimal(cut_percent) / 100
    given = (f"{stop} minut", f"{moved} minut", f"{cut_percent} %")
    return Solution(given, (Decimal(stop) - Decimal(moved)) * kept)


def _throughput_days(in_process: str, per_day: str) -> Solution:
    return Solution((in_process, per_day), Decimal(in_process) / Decimal(per_day))


def _unit_cost(material: str, *, machine: str, operator: str, minutes: str, batch: str) -> Solution:
    hourly = Decimal(machine) + Decimal(operator)
    set_up_hours = 1
    run = hourly * Decimal(minutes) / 60
    given = (material, machine, operator, f"{minutes} minut", batch)
    return Solution(given, Decimal(material) + run + hourly * set_up_hours / Decimal(batch))


def _cost_in_larger_batch(cost: str, set_up: str, batch: str, larger: str) -> Solution:
    without_set_up = Decimal(cost) - Decimal(set_up) / Decimal(batch)
    return Solution(
        (cost, set_up, batch, larger), without_set_up + Decimal(set_up) / Decimal(larger)
    )


def _oee(planned: str, stops: str, *, cycle: str, made: str, good: str) -> Solution:
    running = Decimal(planned) - Decimal(stops)
    availability = running / Decimal(planned)
    performance = Decimal(cycle) * Decimal(made) / running
    quality = Decimal(good) / Decimal(made)
    return Solution((planned, stops, cycle, made, good), availability * performance * quality * 100)


def _scrap_cost(made: str, percent: str, unit_cost: str) -> Solution:
    scrapped = _plain(made) * Decimal(percent) / 100
    return Solution((made, f"{percent} %", unit_cost), scrapped * Decimal(unit_cost))


def _lost_contribution(per_hour: str, minutes: str) -> Solution:
    return Solution((per_hour, f"{minutes} minut"), _plain(per_hour) * Decimal(minutes) / 60)


def _stock_cost(parts: str, worth: str, percent: str) -> Solution:
    value = Decimal(parts) * Decimal(worth)
    return Solution((parts, worth, f"{percent} %"), value * Decimal(percent) / 100)


def _pay_back_months(investment: str, saved: str) -> Solution:
    return Solution((investment, saved), _plain(investment) / _plain(saved))


def _break_even(price: str, variable: str, fixed: str) -> Solution:
    contribution = Decimal(price) - Decimal(variable)
    return Solution((price, variable, fixed), _plain(fixed) / contribution)


def _parts_per_hour_worked(parts: str, hours: str) -> Solution:
    persons = 3
    return Solution((parts, hours), Decimal(parts) / (persons * Decimal(hours)))


def _time_between_failures(running: str, failures: str) -> Solution:
    return Solution((running, failures), Decimal(running) / Decimal(failures))


def _availability_percent(running: str, repair: str, failures: str) -> Solution:
    between_failures = Decimal(running) / Decimal(failures)
    to_repair = Decimal(repair) / Decimal(failures)
    share = between_failures / (between_failures + to_repair)
    return Solution((running, repair, failures), share * 100)


def _lubrication_weeks(interval: str, per_day: str, days: str) -> Solution:
    per_week = Decimal(per_day) * Decimal(days)
    return Solution((interval, per_day, days), Decimal(interval) / per_week)


def _plain(grouped: str) -> Decimal:
    return Decimal(grouped.replace(" ", ""))


SOLUTIONS = {
    "IT04-01": _takt_time("480", "40", "330"),
    "IT04-07": _shorter_stop("54", "14", "25"),
    "IT04-08": _throughput_days("210", "35"),
    "IT05-02": _unit_cost("38", machine="480", operator="360", minutes="5", batch="60"),
    "IT05-03": _cost_in_larger_batch("87", "600", "50", "200"),
    "IT05-04": _oee("450", "90", cycle="0.6", made="540", good="513"),
    "IT05-06": _scrap_cost("2 500", "4", "85"),
    "IT05-07": _lost_contribution("1 600", "45"),
    "IT05-08": _stock_cost("600", "150", "15"),
    "IT05-10": _pay_back_months("54 000", "3 000"),
    "IT05-12": _break_even("130", "50", "96 000"),
    "IT05-14": _parts_per_hour_worked("432", "8"),
    "IT06-04": _time_between_failures("540", "6"),
    "IT06-05": _availability_percent("456", "24", "4"),
    "IT06-14": _lubrication_weeks("600", "16", "5"),
}
