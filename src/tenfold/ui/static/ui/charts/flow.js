// Paths: events in columns, and as wide as many went from one to the next.
import { FONT, note, tooltip } from "./look.js";

const NARROW = 420;

function nodes(data, colours, width) {
  const last = Math.max(...data.nodes.map((node) => node.step));
  return data.nodes.map((node) => ({
    name: node.key, depth: node.step,
    itemStyle: { color: colours.series[node.colour - 1], borderWidth: 0 },
    label: {
      position: node.step === last ? "left" : "right", width: width / (last + 1) - 40, overflow: "truncate",
      formatter: width < NARROW ? plain(node.name) : `{name|${plain(node.name)}} {count|${node.short}}`,
    },
  }));
}

function tip(data) {
  const found = Object.fromEntries(data.nodes.map((node) => [node.key, node]));
  return ({ dataType, dataIndex }) => {
    if (dataType === "node") return note(data.nodes[dataIndex].name, [{ name: data.nodes[dataIndex].text, text: "" }]);
    const { source, target, text } = data.links[dataIndex];
    return note(`${found[source].name} \u2192 ${found[target].name}`, [{ name: text, text: "" }]);
  };
}

// A name may hold what rich text would take for its own marks.
const plain = (name) => name.replace(/[{}|]/g, " ");

export function option(data, colours, width) {
  const text = { color: colours.ink, fontSize: 13, fontFamily: FONT };
  return {
    animation: false, aria: { enabled: false }, textStyle: { fontFamily: FONT },
    tooltip: { ...tooltip(colours), trigger: "item", formatter: tip(data) },
    series: [{
      type: "sankey", left: 0, right: 2, top: 6, bottom: 6, nodeWidth: 10, nodeGap: 14, draggable: false, layoutIterations: 0,
      data: nodes(data, colours, width),
      links: data.links.map(({ source, target, value }) => ({ source, target, value })),
      lineStyle: { color: "source", opacity: 0.22, curveness: 0.5 },
      label: { ...text, rich: { name: text, count: { ...text, color: colours.quiet } } },
      emphasis: { focus: "none", lineStyle: { opacity: 0.45 } },
    }],
  };
}
