import type { UnitAttribute } from '../generated/resolvers.js';
import { daysBetween } from '../production/summary.js';
import type { Row } from '../sources/row-source.js';
import { type UnitAttributes, type UnitFacts, unitKey } from './unit-attributes.js';

type Properties = (facts: UnitFacts | undefined, on: string) => Readonly<Record<string, string | number | null>>;

/** Each attribute as properties of a feature; the schema says what they mean. */
const PROPERTIES: Readonly<Record<UnitAttribute, Properties>> = {
  STATUS: (facts) => ({ unitStatus: facts?.status ?? null, unitStatusDate: facts?.statusDate ?? null }),
  LAST_OIL_RATE: (facts) => ({ lastOilRateBblPerDay: facts?.oilBbl ?? null, lastRateDate: facts?.rateDate ?? null }),
  LAST_GAS_RATE: (facts) => ({ lastGasRateMcfPerDay: facts?.gasMcf ?? null, lastRateDate: facts?.rateDate ?? null }),
  LAST_WATER_RATE: (facts) => ({
    lastWaterRateBblPerDay: facts?.waterBbl ?? null,
    lastRateDate: facts?.rateDate ?? null,
  }),
  LAST_TEST_AGE: (facts, on) => ({
    lastTestAgeDays: facts?.testDate ? daysBetween(facts.testDate, on) : null,
    lastTestDate: facts?.testDate ?? null,
  }),
};

/** What a feature of a well says of its unit, as of a day. */
export function attributesOf(asked: readonly UnitAttribute[], { facts }: UnitAttributes, on: string) {
  return ({ prodview_flownet_id, prodview_unit_id }: Row): object => {
    const known = facts.get(unitKey(prodview_flownet_id, prodview_unit_id));
    return Object.assign({}, ...asked.map((attribute) => PROPERTIES[attribute](known, on)));
  };
}
