/** What somebody says of a downtime, when it begins and later. */
export const DETAILS = [
  'startedAt',
  'endedAt',
  'plannedEndAt',
  'plannedHours',
  'deferredOilBbl',
  'deferredGasMcf',
  'deferredWaterBbl',
  'product',
  'reasonCode1',
  'reasonCode2',
  'reasonCode3',
  'isFailure',
  'percentDown',
  'location',
  'comments',
] as const;
