"""Calibration of items by marginal maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .expectation import LARGE, Expected, Sheet, expect
from .layout import Layout, free_layout
from .maximisation import GuessingPrior, improve, improve_latent
from .models import log_probabilities
from .observed_information import Estimate, observed_information
from .quadrature import FEWEST, REACH, Latent, cover, has_edge_mass, log_prior
from .starting import Prepared, Status, prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .values import Bank, Floats, Item, Model, Responses

TOLERANCE, TOLERANCE_SINGLE = 1e-6, 1e-4
NO_ASYMPTOTE = 1e-4
HIGHEST_ASYMPTOTE = 0.999
MOST_GRIDS = 8
ROUGH = 100.0  # times the tolerance on the first grid, which may not be the right one


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Attributes
    ----------
    bank
        The items that could be estimated or are anchored.
    status
        What became of each item of the responses, by id.
    covariance
        Of the free item parameters (slopes, intercepts, logits of asymptotes) followed by the
        free means and log standard deviations; NaN where the information is singular.
    layout
        Which parameters those are.
    latent
        Distribution of ability per group.
    converged
        Whether a whole EM step moves no parameter more than the tolerance, the grid covers the
        people and the information is positive definite.
    """

    bank: Bank
    status: dict[str, Status]
    log_likelihood: float
    converged: bool
    iterations: int
    latent: Latent
    free_latent: Floats
    layout: Layout
    covariance: Floats


class Path(NamedTuple):
    """Where a search ended."""

    vector: Floats
    latent: Latent
    grid: Floats
    expected: Expected
    iterations: int
    settled: bool


def calibrate(
    responses: Responses,
    model: Model,
    *,
    anchors: Sequence[Item] = (),
    fix_variance: bool = False,
    guessing_prior: GuessingPrior | None = None,
    max_iterations: int = 2000,
) -> Calibration:
    """Estimate items and the spread of ability from answers.

    Parameters
    ----------
    responses
        Answers of ``n_persons`` to ``n_items``; what is missing was missing by design or at random.
    model
        The response function of every item that is not anchored.
    anchors
        Items with known parameters. Then every group's mean and spread are estimated; without
        anchors the first group has mean 0 and, unless discriminations are 1, variance 1.
    fix_variance
        Keep the first group's variance at 1 where discriminations are 1.
    guessing_prior
        For the lower asymptotes of 3PL; without it they are weakly identified.
    max_iterations
        EM steps after which the answer is given as not converged.

    Returns
    -------
    Calibration
        ``log_likelihood`` is that of the answers, without the prior.

    Raises
    ------
    ImproperResponsesError
        If no item can be estimated.

    References
    ----------
    Bock & Aitkin (1981), *Psychometrika* 46; Varadhan & Roland (2008), *Scand. J. Stat.* 35,
    scheme S3, for the acceleration.
    """
    prepared = prepare(responses, model, anchors)
    sheet = _sheet(prepared)
    free_latent = np.ones((sheet.n_groups, 2))
    if not anchors:
        free_latent[0] = (0, model.has_unit_slope and not fix_variance)
    layout = free_layout(prepared.bank, prepared.anchored)
    start = Latent(np.zeros(sheet.n_groups), np.ones(sheet.n_groups))
    search = Search(sheet, layout, free_latent, guessing_prior, max_iterations)
    path = search.run(layout.start, start)
    low = layout.bank_at(path.vector).guessing < NO_ASYMPTOTE
    if (prepared.bank.guessed & low & layout.free[:, -1]).any():
        left = max(1, max_iterations - path.iterations)
        search = replace(search.without_asymptotes(path.vector, low), max_iterations=left)
        again = search.run(search.layout.start, path.latent)
        path = again._replace(iterations=path.iterations + again.iterations)
    return _conclude(search, path, prepared)


def _sheet(prepared: Prepared) -> Sheet:
    responses, bank = prepared.responses, prepared.bank
    large = responses.codes.size * FEWEST > LARGE
    n_groups = int(responses.groups.max(initial=0)) + 1
    n_categories = int(bank.n_categories.max())
    return Sheet(responses, n_categories, n_groups, np.float32 if large else np.float64)


@dataclass(frozen=True)
class Search:
    """EM over grids of abilities for the free parameters of one layout."""

    sheet: Sheet
    layout: Layout
    free_latent: Floats
    prior: GuessingPrior | None
    max_iterations: int

    def without_asymptotes(self, vector: Floats, low: NDArray[np.bool_]) -> Search:
        """Return the search in which asymptotes that vanished are none."""
        bank = self.layout.bank_at(vector)
        bank = replace(bank, guessing=np.where(low, 0.0, bank.guessing))
        free = self.layout.free.copy()
        free[low, -1] = False
        return replace(self, layout=Layout(bank, free))

    def run(self, vector: Floats, latent: Latent) -> Path:
        """Search on one grid after another until the grid holds the people."""
        reach, used = REACH, 0
        grid = cover(latent, 0.5, reach)
        path = self._on(grid, self._join(vector, latent), self.max_iterations, ROUGH)
        path = path._replace(settled=False)
        for _ in range(MOST_GRIDS):
            used += path.iterations
            edge = has_edge_mass(path.expected.mass.sum(axis=0))
            reach += 2.0 * edge
            fresh = cover(path.latent, path.expected.smallest_deviation, reach)
            differs = edge or _differs(fresh, grid)
            if used >= self.max_iterations or (path.settled and not differs):
                return path._replace(iterations=used, settled=path.settled and not edge)
            grid = fresh if differs else grid
            start = self._join(path.vector, path.latent)
            path = self._on(grid, start, self.max_iterations - used)
        return path._replace(iterations=used + path.iterations, settled=False)

    def _on(self, grid: Floats, start: Floats, most: int, ease: float = 1.0) -> Path:
        """Accelerate EM on one grid: two steps, one extrapolation, checked by the likelihood."""
        tolerance = ease * (TOLERANCE if self.sheet.dtype == np.float64 else TOLERANCE_SINGLE)
        point = safe = start
        first, expected = self._step(point, grid)
        best, step = self._value(point, expected), 1
        while self._change(first, point) >= tolerance and step < most:
            second, expected = self._step(first, grid)
            best, safe = max(best, self._value(first, expected)), second
            point = _extrapolate(point, first, second)
            if not self._possible(point, grid):
                point = safe
            first, expected = self._step(point, grid)
            step += 2
            value = self._value(point, expected)
            if not value >= best - 1e-8 * abs(best):
                point = safe
                first, expected = self._step(point, grid)
                step += 1
        settled = self._change(first, point) < tolerance
        return Path(*self._part(first), grid, expected, step, settled=settled)

    def _step(self, point: Floats, grid: Floats) -> tuple[Floats, Expected]:
        vector, latent = self._part(point)
        logs = log_probabilities(self.layout.bank_at(vector), grid)
        expected = expect(self.sheet, logs, log_prior(latent, grid), grid)
        better = improve(self.layout, vector, expected.counts, grid=grid, prior=self.prior)
        spread = improve_latent(latent, expected.mass, grid, self.free_latent)
        return self._join(better, spread), expected

    def _value(self, point: Floats, expected: Expected) -> float:
        if self.prior is None:
            return expected.log_likelihood
        bank = self.layout.bank_at(self._part(point)[0])
        return expected.log_likelihood + float(
            self.prior.log_density(bank.guessing[bank.guessed]).sum()
        )

    def _join(self, vector: Floats, latent: Latent) -> Floats:
        return np.concatenate([vector, latent.means, np.log(latent.deviations)])

    def _part(self, point: Floats) -> tuple[Floats, Latent]:
        n_groups = len(self.free_latent)
        vector, means, logs = np.split(point, [len(point) - 2 * n_groups, len(point) - n_groups])
        return vector, Latent(means, np.exp(logs))

    def _possible(self, point: Floats, grid: Floats) -> bool:
        vector, latent = self._part(point)
        bank = self.layout.bank_at(vector)
        inside = (np.abs(latent.means - grid.mean()) + latent.deviations < np.ptp(grid) / 2).all()
        rises = np.diff(bank.intercepts[bank.graded], axis=1)
        falls = not (np.nan_to_num(rises, nan=-1.0) >= 0).any()
        low = bank.guessing.max() < HIGHEST_ASYMPTOTE
        return bool(np.isfinite(point).all() and falls and low and inside)

    def _change(self, new: Floats, old: Floats) -> float:
        """Return the largest move, lower asymptotes as probabilities."""
        moves = np.abs(new - old)
        if self.layout.shared is None and len(moves):
            kinds = np.nonzero(self.layout.free)[1]
            guess = self.layout.bank_at(self._part(old)[0]).guessing
            logits = np.flatnonzero(kinds == self.layout.free.shape[1] - 1)
            own = guess[self.layout.free[:, -1]]
            moves[logits] *= own * (1 - own)
        return float(moves.max(initial=0.0))


def _differs(fresh: Floats, grid: Floats) -> bool:
    """Whether the people ask for a grid that lies elsewhere or is finer."""
    shift = abs(fresh[0] - grid[0]) + abs(fresh[-1] - grid[-1])
    finer = grid[1] - grid[0] > 1.25 * (fresh[1] - fresh[0])
    return bool(shift > 0.04 * np.ptp(grid) or finer)


def _extrapolate(start: Floats, first: Floats, second: Floats) -> Floats:
    rise = first - start
    bend = second - first - rise
    size = float(np.linalg.norm(bend))
    length = min(-1.0, -float(np.linalg.norm(rise)) / size) if size > 0 else -1.0
    return np.asarray(start - 2 * length * rise + length**2 * bend)


def observed(search: Search, path: Path) -> tuple[float, Floats]:
    """Return the log likelihood, and the covariance of what is free; NaN where it is singular."""
    bank = search.layout.bank_at(path.vector)
    free = search.free_latent > 0
    logs = log_probabilities(bank, path.grid)
    exact = replace(search.sheet, dtype=np.float64)
    likelihood = expect(exact, logs, log_prior(path.latent, path.grid), path.grid).log_likelihood
    at = Estimate(search.layout, bank, path.latent, free, path.grid, search.prior)
    information = observed_information(search.sheet, at)
    positive = bool(np.isfinite(information).all()) and bool(
        np.linalg.eigvalsh(information).min(initial=np.inf) > 0
    )
    if positive:
        return likelihood, np.asarray(np.linalg.inv(information))
    return likelihood, np.full(information.shape, np.nan)


def _conclude(search: Search, path: Path, prepared: Prepared) -> Calibration:
    bank = search.layout.bank_at(path.vector)
    likelihood, covariance = observed(search, path)
    return Calibration(
        bank,
        prepared.judge(bank, search.layout, path.latent),
        likelihood,
        path.settled and bool(np.isfinite(covariance).all()),
        path.iterations,
        path.latent,
        search.free_latent,
        search.layout,
        covariance,
    )
