"""Training portfolio: which courses run, where and when, and who sits in each."""

from .checking import PortfolioCheck, check_portfolio
from .choosing import PortfolioChoice, choose_portfolio
from .examples import example_portfolio
from .greedy import choose_groups, closed, shortfalls
from .reading import read_portfolio, write_groups
from .values import Groups, Portfolio

__all__ = [
    "Groups",
    "Portfolio",
    "PortfolioCheck",
    "PortfolioChoice",
    "check_portfolio",
    "choose_groups",
    "choose_portfolio",
    "closed",
    "example_portfolio",
    "read_portfolio",
    "shortfalls",
    "write_groups",
]
