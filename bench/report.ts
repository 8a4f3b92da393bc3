import { GOALS } from './goals.js';
import { each, type Grown, type Step } from './part-growth.js';
import { median } from './rounds.js';
import { type Measured, ratiosOf } from './table.js';

/** What was measured as a page of Markdown: tables, and plots that are drawn wherever Mermaid is. */
export function report(about: string, measured: readonly Measured[], grown: readonly Grown[] = []): string {
  return [`# Benchmark\n\n${about}\n`, ...measured.map(table), ...grown.map(growth)].join('\n');
}

function table(measured: Measured): string {
  const rows = Object.entries(measured.times).map(([name, times]) => {
    const ratios = ratiosOf(measured, 'gateway', name);
    const ratio = name === 'gateway' || ratios.length === 0 ? '' : median(ratios).toFixed(2);
    const goal = GOALS.find(({ part, of, beside }) => part === measured.part && !of && beside === name);
    return `| ${name} | ${median(times).toFixed(2)} | ${ratio} | ${goal?.least ?? (goal ? `at most ${goal.most} trips` : '')} |`;
  });
  const head = "| | median, ms | the gateway's speed beside it | goal |\n| --- | ---: | ---: | ---: |";
  return `## ${measured.title}\n\n${head}\n${rows.join('\n')}\n`;
}

function growth({ name, title, steps }: Grown): string {
  const rows = steps.map((step) => {
    const { of, residentMb, perSecond } = step;
    const memory = residentMb?.toFixed(0) ?? '';
    return `| ${of} | ${timeOf(step)} | ${each(step)} | ${memory} | ${perSecond.toFixed(1)} |`;
  });
  const head = `| ${name} | median, ms | for each | memory, MB | requests a second |\n| ---: | ---: | ---: | ---: | ---: |`;
  const plots = [
    plot(name, 'milliseconds', steps, timeOf),
    plot(name, 'megabytes', steps, ({ residentMb }) => (residentMb ?? 0).toFixed(0)),
  ];
  return `## Growth: ${title}\n\n${head}\n${rows.join('\n')}\n\n${plots.join('\n')}`;
}

const timeOf = ({ milliseconds }: Step) => median(milliseconds).toFixed(2);

/** Each step to the right is of ten times as much, or nearly. */
function plot(name: string, unit: string, steps: readonly Step[], value: (step: Step) => string): string {
  const places = steps.map(({ of }) => of).join(', ');
  const line = `  x-axis "${name}" [${places}]\n  y-axis "${unit}"\n  line [${steps.map(value).join(', ')}]`;
  return `\`\`\`mermaid\nxychart-beta\n${line}\n\`\`\`\n`;
}
