"""What several processes do at once with one company's notices, each started by the tests.

python notices.py tell COUNT     tell COUNT notices to the first way
python notices.py work SECONDS   run the jobs that are due, SECONDS from now
"""

import sys
from datetime import timedelta

import django
from django.db import transaction


def tell_all(count: int) -> None:
    from tenfold.kit import clock
    from tenfold.notices.actions import tell
    from tenfold.notices.notice import Audience, Kind, Notice
    from tenfold.notices.queries import list_ways

    ways = tuple(way.id for way in list_ways())
    for number in range(count):
        with transaction.atomic():
            tell(
                notice=Notice(kind=Kind.ALERT, key=f"n{number}", subject=f"Notice {number}"),
                to=Audience(ways=ways),
                at=clock.now(),
            )


def tell_owner(count: int) -> None:
    from tenfold.kit import clock
    from tenfold.notices.actions import tell
    from tenfold.notices.notice import Audience, Kind, Notice
    from tenfold.people.queries import find_first_owner

    owner = find_first_owner()
    assert owner is not None
    for number in range(1, count + 1):
        with transaction.atomic():
            tell(
                notice=Notice(
                    kind=Kind.ALERT,
                    key=f"n{number}",
                    subject=f"Orders fell by {number} in a hundred",
                    lines=("12 orders yesterday instead of about 18.",),
                    path="/account/",
                    verb="Look into it",
                    urgent=number == 2,
                ),
                to=Audience(accounts=(owner.account_id,)),
                at=clock.now(),
            )


def work(seconds: float) -> None:
    from tenfold.jobs.claims import take_back
    from tenfold.jobs.running import run_due
    from tenfold.kit import clock

    real = clock.now
    clock.now = lambda: real() + timedelta(seconds=seconds)
    take_back(at=clock.now())
    while run_due(at=clock.now()):
        pass


if __name__ == "__main__":
    django.setup()
    {"tell": tell_all, "inbox": tell_owner, "work": work}[sys.argv[1]](int(sys.argv[2]))
