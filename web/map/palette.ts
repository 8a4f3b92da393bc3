/** Words of a property that are drawn alike, and what the legend calls them. */
export interface Swatch {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly string[];
}

const OIL = '#2b8a4b';
const GAS = '#c8402f';
const MIXED = '#d08a1d';

/** By `siteType`. */
export const SITES: readonly Swatch[] = [
  { label: 'Platform', colour: '#16324f', values: ['PLATFORM'] },
  { label: 'Subsea', colour: '#1295a3', values: ['SUBSEA'] },
  { label: 'Plant', colour: '#7a3fa0', values: ['PLANT', 'TRE', 'CHEM'] },
  { label: 'Compressor', colour: '#d23f87', values: ['COMPRESSOR'] },
  { label: 'Battery', colour: '#8a5a2b', values: ['BATTERY'] },
  { label: 'Water disposal', colour: '#2f6fd0', values: ['SWD', 'DSP'] },
];

/** By `commodity`. */
export const PIPELINES: readonly Swatch[] = [
  { label: 'Oil', colour: OIL, values: ['oil', 'bulk_oil'] },
  { label: 'Gas', colour: GAS, values: ['gas', 'bulk_gas', 'lift_gas'] },
  { label: 'Condensate', colour: MIXED, values: ['condensate'] },
  { label: 'Water', colour: '#2f6fd0', values: ['water'] },
];

/** By `hydrocarbons`, in the colours of what flows from them. */
export const FIELDS: readonly Swatch[] = [
  { label: 'Oil', colour: OIL, values: ['oil'] },
  { label: 'Gas', colour: GAS, values: ['gas'] },
  { label: 'Both, condensate', colour: MIXED, values: ['oil/gas', 'gas/condensate', 'oil/condensate'] },
];

/** What has no swatch of its own. */
export const OTHER = '#87929d';
export const WELL = '#56616c';
export const RATE = '#f2b01e';
