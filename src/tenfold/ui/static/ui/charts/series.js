// Values over periods or sizes: lines, areas and bars. Texts and formats come from the server, so
// that the picture and its table say the same.
import { FONT, note, tooltip } from "./look.js";
import { marksShown } from "./marks.js";

const WIDEST_BAR = 44;
const LINES = new Set(["line", "area"]);

const isLine = (data) => LINES.has(data.kind);
const isStack = (data) => data.kind === "stacked" || data.kind === "area";

// The room between the bars of two periods, as a part of the room that a period has.
function gap(data) {
  if (data.kind === "histogram") return 0.12;
  return data.labels.length > 40 || data.kind === "bar" && data.series.length > 2 ? 0.18 : 0.46;
}

function axisFormat(data) {
  if (data.unit === "%") return new Intl.NumberFormat(data.locale, { style: "percent", maximumFractionDigits: 1 });
  const money = /^[A-Z]{3}$/.test(data.unit) ? { style: "currency", currency: data.unit, currencyDisplay: "narrowSymbol" } : {};
  return new Intl.NumberFormat(data.locale, { ...money, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });
}

function everything(data) {
  return [...data.series, ...(data.before ? [data.before] : [])];
}

function bars(data, colours) {
  const last = data.labels.length - 1;
  return data.series.map((series, index) => ({
    name: series.name, type: "bar", z: 2, stack: isStack(data) ? "all" : undefined,
    data: series.values.map((value, at) => ({
      value,
      itemStyle: { ...(data.unfinished && at === last ? { opacity: 0.55 } : {}), borderRadius: corners(data, index, at) },
    })),
    barMaxWidth: WIDEST_BAR, barCategoryGap: `${gap(data) * 100}%`, barGap: 0,
    color: colours.series[series.colour - 1],
    emphasis: { disabled: true },
  }));
}

// What ends a bar away from zero is round: above zero its top, below zero its bottom.
function corners(data, index, at) {
  const value = data.series[index].values[at];
  if (isStack(data) && outermost(data, at, value < 0) !== index) return 0;
  const radius = data.kind === "histogram" || data.labels.length > 40 ? 2 : 4;
  return value < 0 ? [0, 0, radius, radius] : [radius, radius, 0, 0];
}

function outermost(data, at, below) {
  return data.series.findLastIndex((series) => (below ? series.values[at] < 0 : series.values[at] > 0));
}

function lines(data, colours) {
  const open = data.unfinished ? data.labels.length - 1 : data.labels.length;
  return data.series.flatMap((series) => {
    const look = {
      name: series.name, type: "line", z: 2, connectNulls: false, showSymbol: true,
      color: colours.series[series.colour - 1], emphasis: { disabled: true },
      stack: isStack(data) ? "all" : undefined, areaStyle: area(data),
    };
    const done = { ...look, data: points(series.values.map((value, at) => (at < open ? value : null))), lineStyle: { width: data.kind === "area" ? 1 : 2 } };
    return data.unfinished ? [done, stillOpen(series, look, open)] : [done];
  });
}

function area(data) {
  if (data.kind === "area") return { opacity: 0.72 };
  return data.series.length === 1 ? { opacity: 0.08 } : undefined;
}

// A point without neighbours is no line: it is drawn as a dot.
function points(values) {
  return values.map((value, at) => {
    const alone = value != null && values[at - 1] == null && values[at + 1] == null;
    return { value, symbol: "circle", symbolSize: alone ? 6 : 0 };
  });
}

// The way to a period that is not over is dotted and ends in an open point.
function stillOpen(series, look, last) {
  const values = series.values.map((value, at) => (at >= last - 1 ? value : null));
  return {
    ...look, stack: look.stack && "open", lineStyle: { width: 2, type: [2, 4], cap: "round" },
    areaStyle: look.areaStyle && { opacity: look.areaStyle.opacity / 2 },
    data: values.map((value, at) => ({ value, symbol: "emptyCircle", symbolSize: at === last && !look.stack ? 8 : 0 })),
  };
}

function before(data, colours) {
  if (!data.before) return [];
  return [{
    name: data.before.name, type: "line", data: data.before.values, symbol: "none", z: 3, connectNulls: false,
    silent: true, lineStyle: { width: 1.5, type: [4, 3], color: colours.ink }, color: colours.ink,
  }];
}

// A stack is read from its top, as it stands.
function tip(data) {
  const parts = data.series.map((one) => ({ ...one, key: one.colour }));
  const ordered = isStack(data) ? parts.reverse() : parts;
  const rows = data.before ? [...ordered, { ...data.before, key: "before" }] : ordered;
  return (marks) => {
    const at = marks[0]?.dataIndex;
    const known = rows.filter((one) => one.values[at] != null);
    const happened = data.marks.filter((one) => one.at <= at && at <= one.until);
    return note(data.full[at] ?? "", [
      ...known.map(({ key, name, texts }) => ({ key, name, text: texts[at] })),
      ...(marksShown() ? happened : []).map(({ title }) => ({ key: "note", name: title, text: "" })),
    ]);
  };
}

function axes(data, colours, width) {
  const small = { color: colours.quiet, fontSize: 13, fontFamily: FONT };
  const format = axisFormat(data);
  const values = everything(data).flatMap((one) => one.values).filter((value) => value != null);
  const whole = data.unit === "" && values.every(Number.isInteger);
  const room = data.kind === "histogram" ? 30 : 64;
  return {
    xAxis: {
      type: "category", data: data.labels, boundaryGap: !isLine(data),
      axisTick: { show: false }, axisLine: { onZero: true, lineStyle: { color: values.some((value) => value < 0) ? colours.quiet : colours.line } },
      axisLabel: { ...small, hideOverlap: true, margin: data.marks.length ? 17 : 9, interval: Math.max(0, Math.ceil(data.labels.length / (width / room)) - 1) },
    },
    yAxis: {
      type: "value", splitNumber: 4, minInterval: whole ? 1 : undefined,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...small, formatter: (value) => format.format(value) },
    },
  };
}

export function option(data, colours, width) {
  const pointer = isLine(data) ? "line" : "shadow";
  return {
    animation: false, aria: { enabled: false }, textStyle: { fontFamily: FONT },
    grid: { left: 0, right: 6, top: 14, bottom: 14, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      ...tooltip(colours), trigger: "axis", formatter: tip(data),
      axisPointer: { type: pointer, z: 1, animation: false, lineStyle: { color: colours.quiet, type: "solid" }, shadowStyle: { color: colours.line, opacity: 0.35 } },
    },
    ...axes(data, colours, width),
    series: [...(isLine(data) ? lines : bars)(data, colours), ...before(data, colours)],
  };
}

// Which value lies at a place of the picture: {series, at}, or null. A period is as wide as its
// room, so that a thumb hits it; in a stack the part counts on which the finger is.
export function valueAt(instance, data, place) {
  if (!instance.containPixel({ gridIndex: 0 }, place)) return null;
  const [label, value] = instance.convertFromPixel({ gridIndex: 0 }, place);
  const at = Math.max(0, Math.min(data.labels.length - 1, Math.round(label)));
  const known = data.series.map((_, index) => index).filter((index) => data.series[index].values[at] != null);
  const found = seriesAt(instance, data, { at, value, place, known });
  return found == null ? null : { series: found, at };
}

function seriesAt(instance, data, { at, value, place, known }) {
  if (known.length < 2) return known[0];
  if (isStack(data)) return partAt(data, at, value);
  if (data.kind === "line") return nearest(instance, data, at, place, known);
  return besideAt(instance, data, at, place);
}

function partAt(data, at, value) {
  const tops = { true: 0, false: 0 };
  for (const [index, series] of data.series.entries()) {
    const part = series.values[at] ?? 0;
    const start = tops[part < 0];
    tops[part < 0] += part;
    if (part && value >= Math.min(start, start + part) && value <= Math.max(start, start + part)) return index;
  }
  return null;
}

function nearest(instance, data, at, place, known) {
  const far = (index) => Math.abs(instance.convertToPixel({ gridIndex: 0 }, [at, data.series[index].values[at]])[1] - place[1]);
  return known.reduce((best, index) => (far(index) < far(best) ? index : best));
}

function besideAt(instance, data, at, place) {
  const middle = (label) => instance.convertToPixel({ gridIndex: 0 }, [label, 0])[0];
  const room = data.labels.length > 1 ? Math.abs(middle(1) - middle(0)) : instance.getWidth();
  const count = data.series.length;
  const width = Math.min(WIDEST_BAR, (room * (1 - gap(data))) / count);
  const index = Math.floor((place[0] - middle(at) + (width * count) / 2) / width);
  return index >= 0 && index < count ? index : null;
}
