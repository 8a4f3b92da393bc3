/** Arguments that say how long a list is: by their number, or by how many ids they hold. */
const ARGUMENTS = ['first', 'maxNodes', 'maxPoints', 'completions', 'units'] as const;
type Argument = (typeof ARGUMENTS)[number];

/** Which of them say so of a list that is called this; of any other it is `first`, or `maxNodes` of a trace. */
const SAID_BY: Readonly<Record<string, readonly Argument[]>> = {
  series: ['completions', 'units'],
  points: ['maxPoints'],
};
const OTHERS: readonly Argument[] = ['first', 'maxNodes'];

/** Where nothing says how long a list is, it counts as a page. */
const UNKNOWN = 20;

/** What the arguments above a place say of the lists there. */
export type Lengths = Readonly<Partial<Record<Argument, number>>>;

/** What holds below a field: what came from above, and in its place what the field's own arguments say. */
export function lengthsBelow(above: Lengths, args: Readonly<Record<string, unknown>>): Lengths {
  const own = ARGUMENTS.flatMap((name) => {
    const value = args[name];
    if (Array.isArray(value)) return [[name, value.length] as const];
    return typeof value === 'number' ? [[name, Math.max(0, value)] as const] : [];
  });
  return own.length > 0 ? { ...above, ...Object.fromEntries(own) } : above;
}

export function lengthOf(list: string, lengths: Lengths): number {
  const said = saidBy(list).find((name) => lengths[name] !== undefined);
  return said === undefined ? UNKNOWN : (lengths[said] ?? UNKNOWN);
}

/** What a list was told by is used up: the next list inside it has its own. */
export function withoutOwn(list: string, lengths: Lengths): Lengths {
  const rest = { ...lengths };
  for (const name of saidBy(list)) delete rest[name];
  return rest;
}

const saidBy = (list: string) => SAID_BY[list] ?? OTHERS;
