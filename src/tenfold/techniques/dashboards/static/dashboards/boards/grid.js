// Where tiles stand: the same rules as rules/boards/grid.py, so that what is seen while a tile is
// dragged is what will be saved. A layout is a Map of id -> { x, y, width, height }.
export const COLUMNS = 12;
export const TALLEST = 12;
export const DEEPEST = 240;

const right = (place) => place.x + place.width;
const bottom = (place) => place.y + place.height;
const sharesColumns = (one, other) => one.x < right(other) && other.x < right(one);
const meets = (one, other) => sharesColumns(one, other) && one.y < bottom(other) && other.y < bottom(one);
const isSize = (one, other) => one.width === other.width && one.height === other.height;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export const same = (places, others) => places.size === others.size
  && [...places].every(([id, one]) => {
    const other = others.get(id);
    return other && one.x === other.x && one.y === other.y && isSize(one, other);
  });

export function readingOrder(places) {
  return [...places.keys()].sort((a, b) => places.get(a).y - places.get(b).y || places.get(a).x - places.get(b).x || a - b);
}

export function settle(places, order = readingOrder(places)) {
  const settled = new Map();
  for (const id of order) {
    const place = places.get(id);
    const above = [...settled.values()].filter((one) => sharesColumns(one, place)).map(bottom);
    settled.set(id, { ...place, y: Math.max(0, ...above) });
  }
  return settled;
}

export function keepOnGrid(place) {
  const width = clamp(place.width, 1, COLUMNS);
  return { x: clamp(place.x, 0, COLUMNS - width), y: Math.max(place.y, 0), width, height: clamp(place.height, 1, TALLEST) };
}

function common(one, other) {
  const across = Math.min(right(one), right(other)) - Math.max(one.x, other.x);
  return across * (Math.min(bottom(one), bottom(other)) - Math.max(one.y, other.y));
}

function coveredTwin(others, at) {
  const twins = [...others.keys()].filter((id) => isSize(others.get(id), at) && meets(others.get(id), at));
  return twins.sort((a, b) => common(others.get(b), at) - common(others.get(a), at) || a - b)[0];
}

function staysBefore(at, origin, other) {
  const middle = 2 * other.y + other.height;
  const cameFromAbove = origin.y < other.y || (origin.y === other.y && origin.x < other.x);
  return cameFromAbove ? 2 * bottom(at) <= middle : 2 * at.y < middle;
}

export function put(places, id, wanted) {
  const at = keepOnGrid(wanted), origin = places.get(id);
  const others = new Map([...places].filter(([one]) => one !== id));
  const withTile = (place) => new Map([...others, [id, place]]);
  if (at.x === origin.x && at.y === origin.y) return settle(withTile(at), readingOrder(places));
  if (isSize(at, origin)) {
    const twin = coveredTwin(others, at);
    if (twin !== undefined) {
      const there = others.get(twin);
      if (2 * common(there, at) < there.width * there.height) return new Map(places);
      return settle(withTile(there).set(twin, origin));
    }
  }
  const order = readingOrder(places).filter((one) => one !== id);
  const first = order.find((one) => sharesColumns(others.get(one), at) && staysBefore(at, origin, others.get(one)));
  order.splice(first === undefined ? order.length : order.indexOf(first), 0, id);
  return settle(withTile(at), order);
}

export function nudge(places, id, { toRight = 0, down = 0 }) {
  const start = places.get(id);
  const depth = Math.max(...[...places.values()].map(bottom));
  for (let steps = 1; steps < DEEPEST; steps += 1) {
    const to = { ...start, x: start.x + toRight * steps, y: start.y + down * steps };
    if (to.x < 0 || right(to) > COLUMNS || to.y < 0) break;
    const found = put(places, id, to);
    if (!same(found, places)) return found;
    if (to.y > depth) break;
  }
  return new Map(places);
}

// What somebody arranged, on a board that has become another meanwhile: theirs where both know a tile.
export function merge(mine, current) {
  const both = new Map([...current].map(([id, place]) => [id, mine.get(id) ?? place]));
  const known = readingOrder(both).sort((a, b) => Number(mine.has(b)) - Number(mine.has(a)) || both.get(a).y - both.get(b).y || both.get(a).x - both.get(b).x);
  return settle(both, known);
}
