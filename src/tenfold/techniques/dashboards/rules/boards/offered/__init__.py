"""The templates that every company is offered: a shop, a maker, a service, a subscription."""

from tenfold.techniques.dashboards.rules.boards.offered.maker import MAKER
from tenfold.techniques.dashboards.rules.boards.offered.service import SERVICE
from tenfold.techniques.dashboards.rules.boards.offered.shop import SHOP
from tenfold.techniques.dashboards.rules.boards.offered.subscription import SUBSCRIPTION
from tenfold.techniques.dashboards.rules.boards.templates import Template

TEMPLATES = (SHOP, MAKER, SERVICE, SUBSCRIPTION)


def find_template(*, name: str) -> Template | None:
    """Return the template of that name, or None."""
    return next((one for one in TEMPLATES if one.name == name), None)
