import {
  type FieldNode,
  type GraphQLResolveInfo,
  getArgumentValues,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Step } from '../loaders/ahead.js';
import { type RowQuestion, signatureOf } from '../loaders/questions.js';
import { measuresStep, pageStep, rowStep } from '../loaders/steps.js';
import type { Key, Row } from '../sources/row-source.js';
import type { LinkField, ViewBinding } from './bindings.js';
import type { ListLimits } from './list-limits.js';
import { type ListPlan, planList } from './list-plan.js';
import { OpenSelections } from './open-selections.js';
import { orderOfOne } from './own-row.js';
import { seesWhole } from './personal.js';
import type { ReadContext } from './resolvers.js';

type Selections = readonly (SelectionSetNode | undefined)[];

/** Lets the loaders know what is asked beneath the rows of this list. */
export function expectBeneath(
  plan: ListPlan,
  place: object,
  context: ReadContext,
  info: GraphQLResolveInfo,
  limits: ListLimits,
): void {
  const steps = () => new DeepSteps(context, info, limits).page(setsOf(info), plan.target);
  context.loaders(info).ahead.expect(place, plan, plan.target, steps);
}

/** The row that is asked for; the loaders know what is asked beneath it. */
export function rowAbove(
  asked: RowQuestion,
  key: Key,
  context: ReadContext,
  info: GraphQLResolveInfo,
  limits: ListLimits,
): Promise<Row | null> {
  const { target, by, label, order } = asked;
  const loaders = context.loaders(info);
  const steps = () => new DeepSteps(context, info, limits).rows(setsOf(info), target);
  loaders.ahead.expect(info.fieldNodes, signatureOf(asked), target, steps);
  return loaders.row(target, by, key, label, order);
}

const setsOf = ({ fieldNodes }: GraphQLResolveInfo) => fieldNodes.map(({ selectionSet }) => selectionSet);

/** What a list is asked for when its rows, or what is told of its page, are selected. */
const ROWS = /^(nodes|edges|pageInfo)$/;

/** What a document asks of the same store beneath the rows that a field answers: links, and links beneath those. */
class DeepSteps extends OpenSelections {
  constructor(
    readonly context: ReadContext,
    readonly info: GraphQLResolveInfo,
    readonly limits: ListLimits,
  ) {
    super(info.fragments, info.variableValues);
  }

  /** Beneath rows with these selections. */
  rows(sets: Selections, view: ViewBinding): Step[] {
    return this.#single(sets, view.type).flatMap((field) => {
      const link = view.fields.get(field.name.value);
      if (link?.kind !== 'link') return [];
      const target = this.context.read(this.info).asked.bindings.views.get(link.target);
      const isSeen = link.from.every((column) => seesWhole(column, this.context.sight));
      if (target?.source !== view.source || !isSeen) return [];
      return link.many ? this.#list(field, link, view) : [this.#one(field, link, target)];
    });
  }

  /** Beneath the rows of a list's page, however they are selected. */
  page(sets: Selections, view: ViewBinding): Step[] {
    const within = (name: string, on: string, of: Selections) =>
      of.flatMap((set) =>
        this.fields(set, on).flatMap(({ field }) => (field.name.value === name ? [field.selectionSet] : [])),
      );
    const edges = within('edges', `${view.type}Connection`, sets);
    const nodes = within('nodes', `${view.type}Connection`, sets);
    return [...this.rows(nodes, view), ...this.rows(within('node', `${view.type}Edge`, edges), view)];
  }

  #one(field: FieldNode, link: LinkField, target: ViewBinding): Step {
    const asked = { target, by: link.to, label: link.label, order: orderOfOne(link, target) };
    return rowStep(this.context.loaders(this.info), link, asked, this.rows([field.selectionSet], target));
  }

  #list(field: FieldNode, link: LinkField, owner: ViewBinding): Step[] {
    const plan = this.#plan(field, link, owner);
    // A cursor is one parent's.
    if (!plan || plan.after !== undefined || this.context.shapes.has(field)) return [];
    const loaders = this.context.loaders(this.info);
    const asks = (name: RegExp) => this.asks(field.selectionSet, name);
    const measures = asks(/^aggregates$/) || (asks(/^totalCount$/) && !plan.total);
    return [
      ...(asks(ROWS) ? [pageStep(loaders, link, plan, this.page([field.selectionSet], plan.target))] : []),
      ...(measures ? [measuresStep(loaders, link, plan)] : []),
    ];
  }

  /** The plan that the field's own resolver will go by; undefined where that will refuse its arguments. */
  #plan(field: FieldNode, link: LinkField, owner: ViewBinding): ListPlan | undefined {
    const { plans } = this.context;
    const known = plans.get(field);
    const type = this.info.schema.getType(owner.type);
    const declared = isObjectType(type) ? type.getFields()[field.name.value] : undefined;
    if (known || !declared) return known;
    try {
      const args = getArgumentValues(declared, field, this.info.variableValues);
      const { bindings } = this.context.read(this.info).asked;
      const plan = planList(link, args, bindings, this.limits, (name) => this.asks(field.selectionSet, name));
      plans.set(field, plan);
      return plan;
    } catch {
      return undefined;
    }
  }

  /** Fields that stand in one place of the document: those that are merged of several are planned when they are resolved. */
  #single(sets: Selections, type: string): FieldNode[] {
    const named = new Map<string, FieldNode[]>();
    for (const { field, on } of sets.flatMap((set) => this.fields(set, type))) {
      const name = (field.alias ?? field.name).value;
      if (on === type) named.set(name, [...(named.get(name) ?? []), field]);
    }
    return [...named.values()].flatMap((fields) => (fields.length === 1 ? fields : []));
  }
}
