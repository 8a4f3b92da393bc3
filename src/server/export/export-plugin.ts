import { type ApolloServerPlugin, type GraphQLRequestContextResponseForOperation, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Bindings } from '../../binding/bindings.js';
import type { ListLimits } from '../../binding/list-limits.js';
import type { Config } from '../../config.js';
import { BadUserInput } from '../../errors.js';
import { executorOf } from '../../execution/executor.js';
import type { Answered, Auditing } from '../audit-plugin.js';
import type { Context } from '../context.js';
import { costOf } from '../cost.js';
import { causeOf, isFault, maskError } from '../masking.js';
import { limitsFor, operationLimitsOf, type OperationLimits } from '../operation-limits.js';
import { asRefusal } from '../refusal.js';
import type { Column } from './column.js';
import { ExportedRows, PageFailed } from './exported-rows.js';
import { type ExportPlan, planExport } from './export-plan.js';
import { pageDocument, PAGE_ROWS } from './page-document.js';

/** What the export of one request is made with, and where it is left. */
export interface Exporting {
  readonly contextOfPage: () => Promise<Context>;
  readonly maxRows: number;
  opened?: OpenExport;
}

export interface OpenExport {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: ExportedRows;
  readonly pages: Awaited<ReturnType<ExportedRows['open']>>;
  /** Tells the audit what was handed on. */
  readonly tell: () => void;
  /** The code of what went wrong; a fault is logged whole. */
  readonly codeOf: (error: unknown) => string;
}

type ExportLimits = OperationLimits & Pick<ListLimits, 'maxFirst'>;

export const exportLimitsOf = (config: Config): ExportLimits => ({
  ...operationLimitsOf(config),
  maxFirst: config.MAX_FIRST,
});

type Operation = GraphQLRequestContextResponseForOperation<Context>;

/** Exports as part of Apollo's pipeline, so that nothing holds for them that is not the same for queries. */
export class Exports {
  readonly #execute;

  constructor(
    readonly schema: GraphQLSchema,
    readonly bindings: Bindings,
    readonly limits: ExportLimits,
    readonly auditing: Auditing,
    readonly log: Pick<Logger, 'error'>,
  ) {
    this.#execute = executorOf(schema, bindings, false);
  }

  plugin(): ApolloServerPlugin<Context> {
    return {
      requestDidStart: async ({ contextValue }) =>
        contextValue.exporting && {
          didResolveOperation: async ({ operation }) =>
            asRefusal(() => {
              if (operation?.operation === 'query') return;
              throw new BadUserInput('query', `is a ${operation?.operation}; only a query is exported`);
            }),
          responseForOperation: async (asked) => {
            const errors = await this.#opened(asked, contextValue);
            const singleResult = errors ? { errors } : { data: null };
            return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
          },
        },
    };
  }

  async #opened(asked: Operation, context: Context) {
    try {
      await this.#open(asked, context);
      return undefined;
    } catch (error) {
      return this.#masked(error, context);
    }
  }

  async #open({ document, operation, request }: Operation, context: Context): Promise<void> {
    const { exporting } = context;
    if (!operation || !exporting) throw new Error('An export of nothing');
    const { variables = {} } = request;
    const operationName = operation.name?.value;
    const plan = planExport({ schema: this.schema, document, operation, variables }, this.bindings);
    const { contextOfPage, maxRows } = exporting;
    const rows = new ExportedRows({
      plan,
      contextOfPage,
      maxRows,
      pageRows: this.#pageRows(plan, context),
      execute: (page, context) => this.#execute({ document: page, operation, operationName, variables, context }),
    });
    const pages = await rows.open(context);
    const answered = { schema: this.schema, document, operation, variables };
    const codeOf = (error: unknown) => String(this.#masked(error, context)[0]?.extensions?.code);
    const tell = () => this.#tell(rows, plan, answered, context);
    exporting.opened = { name: nameOf(plan), columns: plan.columns, rows, pages, tell, codeOf };
  }

  /** As many as a page of a list may have, or fewer where such a page would cost more than a document may. */
  #pageRows(plan: ExportPlan, { viewer }: Context): number {
    const { maxCost, maxRows } = limitsFor(viewer, this.limits);
    const isTooDear = (first: number) => {
      const document = pageDocument(plan, { first });
      const [operation = plan.asked.operation] = document.definitions;
      if (!('operation' in operation)) return false;
      return costOf({ ...plan.asked, document, operation }, maxRows) > maxCost;
    };
    let rows = plan.list.isSized ? PAGE_ROWS : Math.min(PAGE_ROWS, this.limits.maxFirst);
    while (rows > 1 && isTooDear(rows)) rows = Math.floor(rows / 2);
    return rows;
  }

  #tell({ count }: ExportedRows, { columns }: ExportPlan, answered: Answered, context: Context): void {
    for (const [type, path] of new Map(
      columns.flatMap(({ fields }) => fields).map((field) => [field.join('.'), field]),
    ).values())
      context.audit.exported(type, path, count);
    this.auditing.end(context, answered);
  }

  /** The errors of a page as a client may see them; faults are logged whole. */
  #masked(error: unknown, { requestId }: Context) {
    const errors = error instanceof PageFailed ? error.errors : [asGraphQL(error)];
    for (const each of errors)
      if (isFault(each)) this.log.error({ requestId, path: each.path, err: causeOf(each) }, 'fault');
    return errors.map((each) => maskError(each.toJSON(), each));
  }
}

const asGraphQL = (error: unknown) =>
  error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });

const nameOf = ({ asked, list }: ExportPlan) => (asked.operation.name?.value ?? list.path[0] ?? 'export').slice(0, 100);
