import { syntheticFolder } from '../test/support/synthetic.js';
import { type RunningGateway, startGateway } from '../test/support/gateway.js';
import { median } from './rounds.js';

/** Four lists side by side, one kind of them short and the other long: with wide statements and without, by turns. */
const DOCUMENTS = {
  'a unit, its equipment': `query ($n: Int!) { units(first: $n) { nodes {
    currentFacility { facilityName } tanks { nodes { tankName } } gasMeters { nodes { meterName } }
    liquidMeters { nodes { meterName } } } } }`,
  'a completion, its history': `query ($n: Int!) { completions(first: $n) { nodes {
    currentStatus { status } productionTests(first: 3) { nodes { effectiveDate oilCondRateBblPerDay } }
    parameters(first: 10) { nodes { measurementDate tubingPressurePsi } } downtimes(first: 5) { nodes { idRec } } } } }`,
};
const ROUNDS = { warmUp: 3, counted: 20 };

const folder = await syntheticFolder({ scale: 1000, days: 200 });
const env = { LOG_LEVEL: 'silent' };
const wide = await startGateway({ folder, env });
const single = await startGateway({ folder, env: { ...env, WIDE_STATEMENTS: 'off' } });

/** Milliseconds of a round and of the processor in it; both gateways live in this process. */
async function round({ ask }: RunningGateway, query: string, n: number, atATime: number) {
  const [started, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: atATime }, () => ask(query, { n })));
  const { user, system } = process.cpuUsage(used);
  return { milliseconds: performance.now() - started, processor: (user + system) / 1000 };
}

async function compare(query: string, n: number, atATime: number): Promise<string> {
  const found = { single: [] as Awaited<ReturnType<typeof round>>[], wide: [] as Awaited<ReturnType<typeof round>>[] };
  for (let turn = -ROUNDS.warmUp; turn < ROUNDS.counted; turn++) {
    const [first, second] = [await round(single, query, n, atATime), await round(wide, query, n, atATime)];
    if (turn < 0) continue;
    found.single.push(first);
    found.wide.push(second);
  }
  return (['milliseconds', 'processor'] as const)
    .map((of) => {
      const [alone, together] = [
        median(found.single.map((each) => each[of])),
        median(found.wide.map((each) => each[of])),
      ];
      return `${of} ${alone.toFixed(1)} to ${together.toFixed(1)} (${(together / alone).toFixed(2)})`;
    })
    .join(', ');
}

console.log(`Four lists side by side as four statements, and as one; medians of ${ROUNDS.counted}`);
for (const [name, query] of Object.entries(DOCUMENTS))
  for (const n of [1, 100, 1_000])
    for (const atATime of n === 1_000 ? [1] : [1, 4])
      console.log(`  ${name}, ${n} parents, ${atATime} at a time: ${await compare(query, n, atATime)}`);
await Promise.all([wide, single].map((gateway) => gateway.close()));
