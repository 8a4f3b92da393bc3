/** Shares of gas and of liquid by component: binary fractions that sum to 1. */
const SHARES: Readonly<Record<string, readonly [gas: number, liquid: number]>> = {
  c1: [3 / 4, 1 / 1024],
  c2: [1 / 8, 1 / 512],
  c3: [1 / 16, 1 / 256],
  ic4: [1 / 64, 1 / 128],
  nc4: [1 / 64, 1 / 64],
  ic5: [1 / 128, 1 / 32],
  nc5: [1 / 128, 1 / 16],
  c6: [1 / 256, 1 / 8],
  c7: [1 / 256, 3 / 4],
  n2: [1 / 256, 0],
  co2: [1 / 512, 0],
  h2s: [1 / 1024, 0],
  other_components: [1 / 1024, 1 / 1024],
};

/**
 * SQL of a component's part of a disposition; undefined for any other column. Facilities without an analysis (`is_wet`
 * false) have none.
 */
export function componentOf(name: string, given: ReadonlyMap<string, string>): string | undefined {
  const [, component = '', phase] = /^(.+)_(liquid_volume_bbl|gas_equivalent_mcf|gas_volume_mcf)$/.exec(name) ?? [];
  const shares = SHARES[component];
  const gas = given.get('gas_volume_mcf');
  const liquid = given.get('hcliq_volume_bbl');
  if (!shares || !gas || !liquid) return undefined;
  if (phase === 'gas_volume_mcf') return `case when b.is_wet then ${gas} * ${shares[0]}e0 end`;
  return `case when b.is_wet then ${liquid} * ${shares[1] * (phase === 'gas_equivalent_mcf' ? 0.75 : 1)}e0 end`;
}
