import type uPlot from 'uplot';
import type { ChartJson } from '../../server/api-types.ts';
import { marksOf } from './marks.ts';
import type { Palette } from './palette.ts';

/** Half the width of an anomaly's mark, in CSS pixels. */
const markSize = 4.5;

/** A thin line where the measured ends and the forecast begins. */
export function paintNow(plot: uPlot, { nowMs, toMs }: ChartJson, palette: Palette): void {
  if (nowMs >= toMs) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(nowMs / 1000, 'x', true));
  ctx.save();
  ctx.strokeStyle = palette.text;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A triangle on each anomaly, its tip towards where the value went; a shape, so that it needs no colour. */
export function paintAnomalies(
  plot: uPlot,
  chart: ChartJson,
  palette: Palette,
  isolated: string | undefined,
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = palette.alert;
  ctx.strokeStyle = palette.surface;
  ctx.lineWidth = devicePixelRatio;
  const apartMs = ((chart.toMs - chart.fromMs) * 2.5 * markSize * devicePixelRatio) / bbox.width;
  for (const { key, anomalies } of chart.lines) {
    if (isolated !== undefined && isolated !== key) continue;
    const shown = anomalies.filter(({ t }) => t >= chart.fromMs);
    for (const { t, value, expected } of marksOf(shown, apartMs)) {
      triangle(
        ctx,
        plot.valToPos(t / 1000, 'x', true),
        plot.valToPos(value, 'y', true),
        value >= expected ? -1 : 1,
      );
    }
  }
  ctx.restore();
}

function triangle(ctx: CanvasRenderingContext2D, x: number, y: number, direction: 1 | -1): void {
  const r = markSize * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, y + direction * r * 1.2);
  ctx.lineTo(x - r, y - direction * r * 0.7);
  ctx.lineTo(x + r, y - direction * r * 0.7);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
}
