import {
  type FieldNode,
  type GraphQLResolveInfo,
  getArgumentValues,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Step } from '../loaders/ahead.js';
import { measuresStep, pageStep, rowStep } from '../loaders/steps.js';
import type { LinkField, ViewBinding } from './bindings.js';
import type { ListLimits } from './list-limits.js';
import { type ListPlan, planList } from './list-plan.js';
import { OpenSelections } from './open-selections.js';
import { orderOfOne } from './own-row.js';
import { seesWhole } from './personal.js';
import { placeOf } from './place.js';
import type { ReadContext } from './resolvers.js';

type Selections = readonly (SelectionSetNode | undefined)[];

export const setsOf = (fields: readonly FieldNode[]) => fields.map(({ selectionSet }) => selectionSet);

/** What a list is asked for when its rows, or what is told of its page, are selected. */
const ROWS = /^(nodes|edges|pageInfo)$/;

/** What a document asks of the same store beneath the rows that a field answers: links, and links beneath those. */
export class DeepSteps extends OpenSelections {
  /** Levels at which something is asked that cannot be read ahead: those are a round trip all the same. */
  readonly #asked = new Set<number>();

  constructor(
    readonly context: ReadContext,
    readonly info: GraphQLResolveInfo,
    readonly limits: ListLimits,
  ) {
    super(info.fragments, info.variableValues);
  }

  /** None where that would not save a round trip. */
  worth(steps: readonly Step[]): readonly Step[] {
    return levelsOf(steps, 1).some((level) => !this.#asked.has(level)) ? steps : [];
  }

  /** Beneath rows with these selections. */
  rows(sets: Selections, view: ViewBinding, level = 1): Step[] {
    return this.#named(sets, view.type).flatMap((fields) => {
      const [field] = fields;
      const link = field && view.fields.get(field.name.value);
      if (link?.kind !== 'link') {
        // A hand-written field that answers more than a value reads more than its own row.
        if ((link?.kind === 'computed' && field?.selectionSet) || link?.kind === 'polymorphic') this.#asked.add(level);
        return [];
      }
      const target = this.context.read(this.info).asked.bindings.views.get(link.target);
      const isSeen = link.from.every((column) => seesWhole(column, this.context.sight));
      if (target?.source !== view.source || !isSeen) return [];
      return link.many ? this.#list(fields, link, view, level) : [this.#one(fields, link, target, level)];
    });
  }

  /** Beneath the rows of a list's page, however they are selected. */
  page(sets: Selections, view: ViewBinding, level = 1): Step[] {
    const within = (name: string, on: string, of: Selections) =>
      of.flatMap((set) =>
        this.fields(set, on).flatMap(({ field }) => (field.name.value === name ? [field.selectionSet] : [])),
      );
    const edges = within('edges', `${view.type}Connection`, sets);
    const nodes = within('nodes', `${view.type}Connection`, sets);
    return [...this.rows(nodes, view, level), ...this.rows(within('node', `${view.type}Edge`, edges), view, level)];
  }

  #one(fields: readonly FieldNode[], link: LinkField, target: ViewBinding, level: number): Step {
    const asked = { target, by: link.to, label: link.label, order: orderOfOne(link, target) };
    return rowStep(this.context.loaders(this.info), link, asked, this.rows(setsOf(fields), target, level + 1));
  }

  #list(fields: readonly FieldNode[], link: LinkField, owner: ViewBinding, level: number): Step[] {
    const plan = this.#plan(fields, link, owner);
    const asks = (name: RegExp) => setsOf(fields).some((set) => this.asks(set, name));
    // A cursor is one parent's.
    const isAhead = plan && plan.after === undefined && !this.context.shapes.has(placeOf(fields));
    if (!isAhead || asks(/^groups$/)) this.#asked.add(level);
    if (!isAhead) return [];
    const loaders = this.context.loaders(this.info);
    const measures = asks(/^aggregates$/) || (asks(/^totalCount$/) && !plan.total);
    return [
      ...(asks(ROWS) ? [pageStep(loaders, link, plan, this.page(setsOf(fields), plan.target, level + 1))] : []),
      ...(measures ? [measuresStep(loaders, link, plan)] : []),
    ];
  }

  /** The plan that the field's own resolver will go by; undefined where that will refuse its arguments. */
  #plan(fields: readonly FieldNode[], link: LinkField, owner: ViewBinding): ListPlan | undefined {
    const { plans } = this.context;
    const [[field], place] = [fields, placeOf(fields)];
    const known = plans.get(place);
    const type = this.info.schema.getType(owner.type);
    const declared = field && isObjectType(type) ? type.getFields()[field.name.value] : undefined;
    if (known || !field || !declared) return known;
    try {
      const args = getArgumentValues(declared, field, this.info.variableValues);
      const { bindings } = this.context.read(this.info).asked;
      const asks = (name: RegExp) => setsOf(fields).some((set) => this.asks(set, name));
      const plan = planList(link, args, bindings, this.limits, asks);
      plans.set(place, plan);
      return plan;
    } catch {
      return undefined;
    }
  }

  /** Fields by the name that they are answered under, in the order in which GraphQL merges those that share one. */
  #named(sets: Selections, type: string): FieldNode[][] {
    const named = new Map<string, Set<FieldNode>>();
    for (const { field, on } of sets.flatMap((set) => this.fields(set, type))) {
      const name = (field.alias ?? field.name).value;
      if (on === type) named.set(name, (named.get(name) ?? new Set()).add(field));
    }
    return [...named.values()].map((fields) => [...fields]);
  }
}

const levelsOf = (steps: readonly Step[], level: number): number[] =>
  steps.flatMap((step) => [level, ...levelsOf(step.steps, level + 1)]);
