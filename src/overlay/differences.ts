import type { Plain, Tolerance, ValueRule, Values } from './declaration.js';

export interface Difference {
  readonly field: string;
  readonly prodview: Plain;
  readonly operations: Plain;
}

/** 24.05 is 0.05 more than 24, which binary fractions do not quite say. */
const ROUNDING = 1e-9;

/** The compared values in which both have one and do not say the same; what only one of them knows is no difference. */
export function differencesOf(rules: readonly ValueRule[], prodview: Values, operations: Values): Difference[] {
  return rules.flatMap(({ name, compared }) => {
    const [ours, theirs] = [prodview[name] ?? null, operations[name] ?? null];
    if (!compared || ours === null || theirs === null || isSame(ours, theirs, compared)) return [];
    return [{ field: name, prodview: ours, operations: theirs }];
  });
}

function isSame(left: Plain, right: Plain, compared: Tolerance | 'SAME'): boolean {
  if (typeof left !== 'number' || typeof right !== 'number' || compared === 'SAME') return said(left) === said(right);
  const share = (compared.share ?? 0) * Math.max(Math.abs(left), Math.abs(right));
  return Math.abs(left - right) <= Math.max(compared.absolute, share) + ROUNDING;
}

/** ProdView's columns are free text, those of operations codes: `Shut In` and `SHUT_IN` say the same. */
export const said = (value: Plain) =>
  String(value)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
