// The parts of ECharts that charts.js draws with. `make vendor` builds them into one file; to use
// another chart or component, add it here and build anew. SVG draws on the page, canvas pictures.
import * as core from "echarts/core";
import { BarChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

core.use([BarChart, LineChart, SankeyChart, GridComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export const { getInstanceByDom, init, version } = core;
