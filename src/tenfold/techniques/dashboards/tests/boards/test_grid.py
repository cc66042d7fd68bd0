"""Where tiles stand, whatever is done to them."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.techniques.dashboards.rules.boards.grid import (
    COLUMNS,
    DEEPEST,
    MOST_TILES,
    TALLEST,
    BoardFull,
    InvalidLayout,
    Place,
    find_room,
    keep_on_grid,
    nudge,
    put,
    reading_order,
    require_layout,
    require_same_tiles,
    settle,
)

patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the rules."""


@st.composite
def placed(draw):
    width = draw(st.integers(1, COLUMNS))
    return Place(
        x=draw(st.integers(0, COLUMNS - width)),
        y=draw(st.integers(0, 12)),
        width=width,
        height=draw(st.integers(1, 6)),
    )


LAYOUTS = st.dictionaries(st.integers(1, 30), placed(), min_size=1, max_size=12).map(
    lambda places: settle(places=places)
)
ANYWHERE = st.builds(
    Place, st.integers(-3, 15), st.integers(-3, 30), st.integers(-1, 15), st.integers(-1, 15)
)


def floats(places):
    """Return the tiles that could fall further without touching another."""
    return [
        tile
        for tile, place in places.items()
        if place.y
        and not any(
            place.shares_columns(other) and other.bottom == place.y
            for one, other in places.items()
            if one != tile
        )
    ]


@patiently
@given(st.dictionaries(st.integers(1, 30), placed(), max_size=12))
def test_settle__anything__leaves_no_overlap_and_nothing_floating(places):
    settled = settle(places=places)
    require_layout(places=settled)
    assert not floats(settled)
    assert {one: replace(place, y=0) for one, place in settled.items()} == {
        one: replace(place, y=0) for one, place in places.items()
    }


@patiently
@given(LAYOUTS)
def test_settle__what_is_settled__changes_nothing(places):
    assert settle(places=places) == places


@patiently
@given(LAYOUTS, ANYWHERE, st.data())
def test_put__anywhere__keeps_every_tile_on_the_grid_without_overlap(places, at, data):
    tile = data.draw(st.sampled_from(sorted(places)))
    found = put(places=places, tile=tile, at=at)
    require_layout(places=found)
    require_same_tiles(has=places, given=found)
    assert not floats(found)
    others = set(places) - {tile}
    assert all(
        (found[o].width, found[o].height) == (places[o].width, places[o].height) for o in others
    )


@patiently
@given(LAYOUTS, st.data())
def test_put__where_it_stands__changes_nothing(places, data):
    tile = data.draw(st.sampled_from(sorted(places)))
    assert put(places=places, tile=tile, at=places[tile]) == places


@patiently
@given(LAYOUTS, placed(), st.data())
def test_put__a_tile__never_reorders_the_others_of_a_column_unless_it_changes_places(
    places, at, data
):
    tile = data.draw(st.sampled_from(sorted(places)))
    at = replace(at, height=7)  # of no other tile's size
    found = put(places=places, tile=tile, at=at)
    others = [one for one in reading_order(places=places) if one != tile]
    for number, above in enumerate(others):
        for below in others[number + 1 :]:
            if places[above].shares_columns(places[below]):
                assert found[above].y < found[below].y


ROW = {1: Place(0, 0, 3, 2), 2: Place(3, 0, 3, 2), 3: Place(0, 2, 6, 4)}


def test_put__on_a_tile_of_the_same_size__changes_places_with_it():
    found = put(places=ROW, tile=1, at=Place(3, 0, 3, 2))
    assert (found[1], found[2], found[3]) == (ROW[2], ROW[1], ROW[3])


def test_put__on_less_than_half_of_such_a_tile__waits():
    assert put(places=ROW, tile=1, at=Place(1, 0, 3, 2)) == ROW


def test_put__past_the_middle_of_a_larger_tile__lets_it_up():
    found = put(places=ROW, tile=1, at=Place(0, 3, 3, 2))
    assert found[3] == Place(0, 2, 6, 4)  # the second number still carries it
    assert found[1] == Place(0, 6, 3, 2)


def test_put__larger__pushes_down_what_is_below():
    found = put(places=ROW, tile=1, at=Place(0, 0, 3, 5))
    assert found[3] == Place(0, 5, 6, 4)


@pytest.mark.parametrize(
    ("tile", "right", "down", "expected"),
    [
        (1, 1, 0, {1: Place(3, 0, 3, 2), 2: Place(0, 0, 3, 2)}),
        (2, 1, 0, {2: Place(4, 0, 3, 2)}),
        (3, 0, -1, {3: Place(0, 0, 6, 4), 1: Place(0, 4, 3, 2), 2: Place(3, 4, 3, 2)}),
        (1, -1, 0, {1: Place(0, 0, 3, 2)}),
        (3, 0, 1, {3: Place(0, 2, 6, 4)}),
    ],
)
def test_nudge__one_step__goes_to_the_next_place_that_is_different(tile, right, down, expected):
    found = nudge(places=ROW, tile=tile, right=right, down=down)
    assert {one: found[one] for one in expected} == expected


@patiently
@given(LAYOUTS, st.data())
def test_find_room__on_any_board__is_free_and_the_highest_that_there_is(places, data):
    width, height = data.draw(st.integers(1, COLUMNS)), data.draw(st.integers(1, TALLEST))
    room = find_room(places=places, width=width, height=height)
    assert not any(room.meets(one) for one in places.values())
    higher = (Place(x, y, width, height) for y in range(room.y) for x in range(COLUMNS - width + 1))
    assert all(any(one.meets(other) for other in places.values()) for one in higher)


def test_find_room__on_a_full_board__is_refused():
    full = {at: Place(0, at, 1, 1) for at in range(MOST_TILES)}
    with pytest.raises(BoardFull):
        find_room(places=full, width=1, height=1)


def test_find_room__on_a_board_without_depth_left__is_refused():
    deep = {at: Place(0, at * TALLEST, COLUMNS, TALLEST) for at in range(DEEPEST // TALLEST)}
    with pytest.raises(BoardFull):
        find_room(places=deep, width=1, height=1)


@pytest.mark.parametrize(
    "place",
    [
        Place(-1, 0, 3, 2),
        Place(10, 0, 3, 2),
        Place(0, -1, 3, 2),
        Place(0, 0, 0, 2),
        Place(0, 0, 13, 2),
        Place(0, 0, 3, TALLEST + 1),
        Place(0, DEEPEST - 1, 3, 2),
    ],
)
def test_layout__with_a_tile_beside_the_grid__is_refused(place):
    with pytest.raises(InvalidLayout):
        require_layout(places={1: place})


def test_layout__with_tiles_over_each_other__is_refused():
    with pytest.raises(InvalidLayout):
        require_layout(places={1: Place(0, 0, 3, 2), 2: Place(2, 1, 3, 2)})


def test_layout__of_other_tiles__is_refused():
    with pytest.raises(InvalidLayout):
        require_same_tiles(has=ROW, given={1: ROW[1]})


@patiently
@given(ANYWHERE)
def test_keep_on_grid__any_place__is_on_the_grid_and_stays(place):
    kept = keep_on_grid(place=place)
    require_layout(places={1: kept})
    assert keep_on_grid(place=kept) == kept
