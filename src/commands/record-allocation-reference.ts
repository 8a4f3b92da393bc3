import type { RecordAllocationReferenceInput } from '../generated/resolvers.js';
import { inForce } from '../overlay/sides.js';
import { periodErrors, shares, testErrors, volumeErrors } from './allocation.js';
import { columnsOf, create, keysOf } from './changes.js';
import { command } from './command.js';
import { conflict, invalid, refOf, userError } from './outcome.js';
import { totalWarnings } from './stated-totals.js';

/** What a volume is measured at, by its type in the schema. */
const SOURCES = {
  GasMeter: 'METER',
  PdGasMeter: 'METER',
  LiquidMeter: 'METER',
  MeasurementPoint: 'METER',
  Tank: 'TANK',
  UnitNode: 'NODE',
  Facility: 'FACILITY',
  Unit: 'UNIT',
} as const;
type SourceType = keyof typeof SOURCES;
const TYPES = Object.fromEntries(Object.keys(SOURCES).map((type) => [type, []])) as unknown as Record<SourceType, []>;

const FIELDS = [
  'productType',
  'periodType',
  'periodStart',
  'periodEnd',
  'allocationMethod',
  'allocationBasis',
  'allocationFactor',
  'totalVolume',
  'allocatedVolume',
  'allocationStatus',
  'remark',
] as const;

const RECORDED = 'the reference of that source, product and period is recorded; a review rejects one that is wrong';

export const recordAllocationReference = command({
  permission: 'write:production',
  load: async (given: RecordAllocationReferenceInput, reads) => {
    const [source, place] = await Promise.all([
      reads.placeOfOne('source', TYPES, given.source),
      reads.completion('completion', given.completion),
    ]);
    const { wellTest } = given;
    const [references, test] = await Promise.all([
      reads.find('AllocationReference', {
        equal: {
          id_flownet: source.place.network,
          from_entity_id: String(source.place.row.id_rec),
          product_type: given.productType,
          period_type: given.periodType ?? 'DAILY',
        },
        and: [
          ...inForce((name) => reads.column('AllocationReference', name)),
          { column: reads.column('AllocationReference', 'period_start'), is: 'eq', value: given.periodStart },
        ],
      }),
      wellTest ? reads.target('wellTest', 'WellTest', wellTest) : undefined,
    ]);
    return { source, place, references, test: test?.row };
  },
  decide: (given, { source, place, references, test }, moment) => {
    const completion = String(place.row.id_rec);
    const recorded = references.find((each) => each.to_completion_id === completion);
    if (recorded)
      return conflict(refOf('AllocationReference', recorded), userError('completion', 'ALREADY_EXISTS', RECORDED));
    const errors = [
      ...(source.place.network === place.network
        ? []
        : [userError('source', 'INCONSISTENT', 'belongs to another flow network than the completion')]),
      ...periodErrors(given, place, moment.now),
      ...volumeErrors(given, references),
      ...testErrors(test, completion),
    ];
    if (errors.length > 0) return invalid(...errors);
    const { warnings, isTooMuch } = shares(given, references);
    const differing = totalWarnings(given, references);
    const patch = {
      ...keysOf(place),
      from_entity_type: SOURCES[source.type],
      from_entity_id: String(source.place.row.id_rec),
      to_completion_id: completion,
      ...columnsOf(given, FIELDS),
      ...(test && { well_test_row_id: String(test.row_id) }),
      ...((isTooMuch || differing.length > 0) && { row_quality: 'SUSPECT' }),
    };
    return { changes: [create('AllocationReference', place, moment, patch)], warnings: [...warnings, ...differing] };
  },
});
