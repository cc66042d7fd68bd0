// Draws every [data-chart] from the JSON block that it names. Colours come from the tokens; text,
// numbers and their formats come from the server, so that the picture and its table say the same.
/* global echarts */
const SERIES = 6;

// Tokens are light-dark() pairs: only an element that is painted knows which of the two it is.
function colour(token) {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function palette() {
  const names = { ink: "--tf-ink", quiet: "--tf-quiet", line: "--tf-line", card: "--tf-card" };
  const found = Object.fromEntries(Object.entries(names).map(([key, token]) => [key, colour(token)]));
  found.series = Array.from({ length: SERIES }, (_, at) => colour(`--tf-series-${at + 1}`));
  return found;
}

function axisFormat(data) {
  if (data.unit === "%") return new Intl.NumberFormat(data.locale, { style: "percent", maximumFractionDigits: 1 });
  const money = /^[A-Z]{3}$/.test(data.unit) ? { style: "currency", currency: data.unit, currencyDisplay: "narrowSymbol" } : {};
  return new Intl.NumberFormat(data.locale, { ...money, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });
}

function drawn(data, colours) {
  const stacked = data.kind === "stacked";
  const last = data.labels.length - 1;
  const lighter = { opacity: data.kind === "line" ? 1 : 0.55 };
  const top = (at) => topOf(data, at);
  return data.series.map((series, index) => ({
    name: series.name, z: 2,
    type: data.kind === "line" ? "line" : "bar",
    stack: stacked ? "all" : undefined,
    data: series.values.map((value, at) => ({
      value,
      ...(data.kind === "line" ? mark(data, at === last) : {}),
      itemStyle: {
        ...(data.unfinished && at === last ? lighter : {}),
        borderRadius: top(at) === index || !stacked ? [4, 4, 0, 0] : 0,
      },
    })),
    barMaxWidth: 44, barCategoryGap: data.labels.length > 40 ? "18%" : "46%", barMinHeight: 0,
    showSymbol: true,
    lineStyle: { width: 2 }, connectNulls: false,
    areaStyle: data.kind === "line" && data.series.length === 1 ? { opacity: 0.08 } : undefined,
    color: colours.series[series.colour - 1],
    emphasis: { disabled: data.kind === "line" },
  }));
}

// A period that is not over is an open point on a line, as it is a lighter bar.
function mark(data, isLast) {
  if (isLast && data.unfinished) return { symbol: "emptyCircle", symbolSize: 8 };
  return { symbol: "circle", symbolSize: data.labels.length < 3 ? 6 : 0 };
}

// The uppermost part of each stack has the round corners.
function topOf(data, at) {
  let top = -1;
  data.series.forEach((series, index) => { if (series.values[at] > 0) top = index; });
  return top;
}

function before(data, colours) {
  if (!data.before) return [];
  return [{
    name: data.before.name, type: "line", data: data.before.values, symbol: "none", z: 3, connectNulls: false,
    silent: true, lineStyle: { width: 1.5, type: [4, 3], color: colours.ink }, color: colours.ink,
  }];
}

function tip(data, colours) {
  return (points) => {
    const at = points[0].dataIndex;
    const rows = [...data.series, ...(data.before ? [data.before] : [])].filter((one) => one.values[at] != null);
    const lines = rows.map((one) => `{name|${one.name.replace(/[{}|]/g, " ")}}{value|${one.texts[at]}}`);
    return [`{head|${data.full[at]}}`, ...lines].join("\n");
  };
}

function option(data, colours, width) {
  const axis = axisFormat(data);
  const small = { color: colours.quiet, fontSize: 13, fontFamily: "Inter Variable" };
  const values = [...data.series, ...(data.before ? [data.before] : [])].flatMap((one) => one.values).filter((value) => value != null);
  const whole = data.unit === "" && values.every(Number.isInteger);
  return {
    animation: false, aria: { enabled: false },
    textStyle: { fontFamily: "Inter Variable" },
    grid: { left: 0, right: 6, top: 14, bottom: 14, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, formatter: tip(data, colours),
      backgroundColor: colours.card, borderColor: colours.line, borderWidth: 1, padding: [9, 12], shadowBlur: 0,
      axisPointer: { type: data.kind === "line" ? "line" : "shadow", lineStyle: { color: colours.quiet, type: "solid" }, shadowStyle: { color: colours.line, opacity: 0.35 } },
      textStyle: {
        color: colours.ink, fontSize: 13, lineHeight: 20, fontFamily: "Inter Variable",
        rich: {
          head: { color: colours.quiet, fontSize: 13, lineHeight: 22 },
          name: { color: colours.ink, fontSize: 13, lineHeight: 20, padding: [0, 14, 0, 0] },
          value: { color: colours.ink, fontSize: 13, fontWeight: 600, lineHeight: 20, align: "right" },
        },
      },
    },
    xAxis: {
      type: "category", data: data.labels, boundaryGap: data.kind !== "line",
      axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...small, hideOverlap: true, margin: 9, interval: Math.max(0, Math.ceil(data.labels.length / (width / 64)) - 1) },
    },
    yAxis: {
      type: "value", splitNumber: 4, minInterval: whole ? 1 : undefined,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { ...small, formatter: (value) => axis.format(value) },
    },
    series: [...drawn(data, colours), ...before(data, colours)],
  };
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const instance = echarts.getInstanceByDom(target);
    if (instance && target.clientWidth !== instance.getWidth()) draw(target);
  }
});

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const instance = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  instance.resize();
  instance.setOption(option(data, palette(), element.clientWidth), true);
  sizes.observe(element);
}

function drawAll(root) {
  for (const element of root.querySelectorAll("[data-chart]")) draw(element);
}

function drop(root) {
  for (const element of root.querySelectorAll("[data-chart]")) {
    sizes.unobserve(element);
    echarts.getInstanceByDom(element)?.dispose();
  }
}

document.addEventListener("htmx:beforeCleanupElement", (event) => {
  if (event.target.matches?.("[data-chart]")) drop(event.target.parentElement);
});
document.addEventListener("htmx:afterSwap", (event) => drawAll(event.target.isConnected ? event.target : document));
document.addEventListener("tf:theme", () => drawAll(document));
await document.fonts.ready;
drawAll(document);
