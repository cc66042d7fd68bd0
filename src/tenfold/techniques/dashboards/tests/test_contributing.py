"""Who moved a number, in words."""

import pytest

from tenfold.techniques.dashboards.rules import contributing


def say(now: dict[str, float], before: dict[str, float], inside: str = "") -> str:
    moved = contributing.who_moved(now=now, before=before)
    return contributing.say_moved(moved=moved, inside=inside)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        ({"Norway": 190, "Denmark": 110}, {"Norway": 100, "Denmark": 108},
         "Norway brought almost all of it."),
        ({"Norway": 175, "Denmark": 110}, {"Norway": 100, "Denmark": 85},
         "Norway brought three quarters of it, Denmark a quarter."),
        ({"Norway": 25, "Denmark": 85}, {"Norway": 100, "Denmark": 110},
         "Norway accounts for three quarters of it, Denmark for a quarter."),
        ({"Norway": 10, "Denmark": 93}, {"Norway": 100, "Denmark": 95},
         "Norway accounts for almost all of it."),
        ({"Norway": 10, "Denmark": 9}, {"Norway": 100},
         "Norway alone fell by more than that; the others together grew."),
        ({"Norway": 100}, {"Norway": 10, "Denmark": 9},
         "Norway alone grew by more than that; the others together fell."),
        ({"Norway": 175, "Denmark": 135, "Sweden": 50}, {"Norway": 100, "Denmark": 85, "Sweden": 75},
         "Norway brought three quarters of it."),
        ({"a": 2, "b": 1}, {"a": 1, "b": 2}, ""),
        ({str(number): 2 for number in range(10)}, {}, ""),
        ({}, {}, ""),
    ],
)  # fmt: skip
def test_sentence__of_who_moved_a_number__says(
    now: dict[str, float], before: dict[str, float], sentence: str
) -> None:
    assert say(now, before) == sentence


def test_sentence__with_what_a_part_mostly_was__says_that_too() -> None:
    assert say({"Norway": 190}, {"Norway": 100}, inside="wholesale") == (
        "Norway brought almost all of it, mostly wholesale."
    )
    assert say({"Norway": 10}, {"Norway": 100}, inside="wholesale") == (
        "Norway accounts for almost all of it, mostly wholesale."
    )


def test_part__that_moved_against_the_others__is_found_where_it_is_large_enough() -> None:
    moved = contributing.who_moved(
        now={"Norway": 200, "Denmark": 50}, before={"Norway": 100, "Denmark": 80}
    )
    assert moved is not None
    assert moved.against is not None
    assert (moved.against.label, moved.against.moved) == ("Denmark", -30)
    small = contributing.who_moved(
        now={"Norway": 200, "Denmark": 79}, before={"Norway": 100, "Denmark": 80}
    )
    assert small is not None
    assert small.against is None


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ({"wholesale": 80, "club": 20}, {"wholesale": 10, "club": 20}, "wholesale"),
        ({"wholesale": 50, "club": 50}, {"wholesale": 10, "club": 10}, ""),
        ({"wholesale": 90, "club": 0}, {"wholesale": 10, "club": 40}, ""),
        ({}, {}, ""),
    ],
)
def test_mostly__of_a_part__names_one_that_explains_it_alone(
    now: dict[str, float], before: dict[str, float], found: str
) -> None:
    assert contributing.mostly(now=now, before=before) == found


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        ({"box": 40, "card": 60}, {"card": 50}, ("box",)),
        ({"box": 1, "card": 60}, {"card": 50}, ()),
        ({"a": 20, "b": 30, "c": 10, "card": 60}, {"card": 50}, ("b", "a")),
        ({"box": 40}, {}, ()),
        ({"box": 0}, {"card": 1}, ()),
    ],
)
def test_value__that_was_not_there_before__is_named_where_it_is_large_enough(
    now: dict[str, float], before: dict[str, float], found: tuple[str, ...]
) -> None:
    assert contributing.may_be_new(now=now, before=before) == found


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "almost all"), (0.5, "half"), (0.34, "a third"), (0.25, "a quarter"), (0.1, "")],
)
def test_share__in_words__is_what_people_say(share: float, words: str) -> None:
    assert contributing.say_share(share=share) == words
