import { createRequire } from 'node:module';

type Echarts = typeof import('echarts/core');

const require = createRequire(import.meta.url);
let loaded: Echarts | null = null;

/** The library that draws, with what our pictures need of it. It is large, and loaded when the first picture is drawn. */
export function loadEcharts(): Echarts {
  if (loaded !== null) return loaded;
  const core = require('echarts/core') as Echarts;
  const { BarChart, LineChart, SankeyChart } = require('echarts/charts') as typeof import('echarts/charts');
  const { GridComponent, MarkAreaComponent, MarkLineComponent } = require('echarts/components') as typeof import('echarts/components');
  const { SVGRenderer } = require('echarts/renderers') as typeof import('echarts/renderers');
  core.use([BarChart, LineChart, SankeyChart, GridComponent, MarkAreaComponent, MarkLineComponent, SVGRenderer]);
  loaded = core;
  return core;
}
