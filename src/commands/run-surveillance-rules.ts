import { dayAt, localDay } from '../days/local-day.js';
import type { RunSurveillanceRulesInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { breachOf, isOfWhatIsSent } from '../surveillance/breaches.js';
import { crossedLimits, type Limits, limitsOf } from '../surveillance/limits.js';
import { judge } from '../surveillance/rules.js';
import { isSighting, type Verdict } from '../surveillance/verdict.js';
import { create } from './changes.js';
import { command, type Moment } from './command.js';
import { invalid, userError } from './outcome.js';
import { type Found, found } from './rule-sighting.js';
import { facilitySurveysOf, type Survey, surveysOf } from './survey.js';
import { facilitiesOf, surveyedBy } from './surveyed.js';

/** A run of the rules is a record of its own, so that one that finds nothing is answered again as well. */
export const runSurveillanceRules = command({
  permission: 'write:surveillance',
  load: async (given: RunSurveillanceRulesInput, reads) => {
    const now = await reads.asked.now();
    const at = { asOf: given.asOf ?? dayAt('UTC', now), now };
    const { reads: all, writeScope } = reads.asked;
    const places = await surveyedBy(given, reads);
    const facilities = given.route ? facilitiesOf(places, writeScope) : [];
    const found = await Promise.all([surveysOf(places, at, all), facilitySurveysOf(facilities, at, all)]);
    const routes = new Map(places.map(({ network, route }) => [JSON.stringify([network, route]), { network, route }]));
    return { asOf: at.asOf, surveys: found.flat(), routes: [...routes.values()] };
  },
  decide: (given, { asOf, surveys, routes }, moment) => {
    const [its, ...others] = routes;
    if (!its?.route || others.length > 0) return invalid(ofOneRoute(given));
    const limits = limitsOf(given.limits);
    const crossed = crossedLimits(limits);
    if (crossed.length > 0) return invalid(...crossed.map(belowItsOwn));
    const run = moment.newId();
    const results = surveys.map((survey) => resultsOf(survey, limits, run, moment));
    const verdicts = results.flatMap((each) => each.verdicts);
    const finds = results.flatMap((each) => each.finds);
    const of = { id_flownet: its.network, route_id: its.route };
    const patch = { ...of, last_day: asOf, limits: { ...limits }, ...lookedAt(surveys), ...countsOf(verdicts, finds) };
    const record = create('SurveillanceRun', its, { ...moment, newId: () => run }, patch, 'RUN');
    return { changes: [record, ...finds.flatMap((each) => ('change' in each ? [each.change] : []))], record };
  },
});

/** A run is seen where its route is. */
const ofOneRoute = ({ route }: RunSurveillanceRulesInput) =>
  userError(route ? 'route' : 'completions', 'INCONSISTENT', 'is not about completions of just one route');

const lookedAt = (surveys: readonly Survey[]) => {
  const completions = surveys.filter(({ place }) => place.completion !== null).length;
  return { completions, facilities: surveys.length - completions };
};

const belowItsOwn = (limit: keyof Limits) =>
  userError(`limits.${limit}`, 'INCONSISTENT', 'is high before it is passed at all');

/** What the rules and the limits that are set say of a completion or a facility, and what becomes of it. */
function resultsOf(survey: Survey, limits: Limits, run: string, moment: Moment) {
  const { place, days, events } = survey;
  const rules = place.completion === null ? [] : judge(days, limits);
  const verdicts: Verdict[] = [...rules, ...survey.limits.map((limit) => breach(limit, survey))];
  const finds = verdicts.filter(isSighting).map((sighting) => {
    const detectedAt = localDay(place.zone, sighting.day).end.toISOString();
    return found(sighting, events, { place, detectedAt, run }, moment);
  });
  return { verdicts, finds };
}

/** Of a facility some limits are about what it sends out. */
function breach(limit: Row, { place, days, sent }: Survey): Verdict {
  const own = sent && isOfWhatIsSent(limit) ? sent : days;
  const last = [...own].sort((one, other) => (one.day < other.day ? 1 : -1))[0];
  return last ? breachOf(limit, last, localDay(place.zone, last.day)) : 'NOT_JUDGED';
}

function countsOf(verdicts: readonly Verdict[], finds: readonly Found[]) {
  const notJudged = verdicts.filter((verdict) => verdict === 'NOT_JUDGED').length;
  const count = (is: Found['is']) => finds.filter((each) => each.is === is).length;
  return {
    judged: verdicts.length - notJudged,
    not_judged: notJudged,
    raised: count('RAISED'),
    seen_again: count('SEEN_AGAIN'),
    already_known: count('KNOWN'),
    muted: count('MUTED'),
  };
}
