import { type GraphQLCompositeType, type GraphQLObjectType, isObjectType } from 'graphql';
import type { Column } from './column.js';

/** An object, or each row of a list: its columns, and the list below it whose rows are told one by one. */
export interface Level {
  readonly columns: Column[];
  below?: List;
}

export interface List {
  /** The answered names that lead from the level above to the list. */
  readonly path: readonly string[];
  readonly rows: Level;
  /** The connection that the list is the rows of; it is read page by page. */
  readonly connection?: Connection;
  /** The answered names from the root to an object that says with `truncated` whether it left rows of this list out. */
  readonly cutBy?: readonly string[];
  /** Whether that object brings as many as a page has where its `first` says so. */
  readonly isSized?: boolean;
}

export interface Connection {
  /** The answered names from the root to the connection. */
  readonly path: readonly string[];
  /** The connection's type. */
  readonly type: string;
  /** The answered name of its rows, `nodes` or `edges`. */
  readonly rows: string;
  /** Whether the document itself says which row it begins after. */
  readonly isResumed: boolean;
}

/** Whether a type is a list that is read page by page. */
export const isConnection = (type: GraphQLCompositeType): type is GraphQLObjectType =>
  isObjectType(type) && type.getFields().pageInfo !== undefined && type.getFields().nodes !== undefined;
