import { type DocumentNode, Kind, visit } from 'graphql';
import { BadUserInput } from '../errors.js';

/** NUL, and half of a pair of surrogates: no store has them in a text, and some take them for a fault. */
const UNFIT = /[\0\p{Cs}]/u;

export const isUnfit = (text: string): boolean => UNFIT.test(text);

/** What an argument is refused with whose text holds what none can. */
export const unfitText = (argument: string) =>
  new BadUserInput(argument, 'has a character that no text has: NUL, or half of a pair');

/**
 * The same for what is written in a document.
 * @throws BadUserInput naming the argument by its path
 */
export function checkTexts(document: DocumentNode): void {
  const path: string[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) path.push(node.name.value);
      if (node.kind === Kind.VARIABLE_DEFINITION) path.push(`$${node.variable.name.value}`);
      if (node.kind === Kind.STRING && isUnfit(node.value)) throw unfitText(path.join('.'));
    },
    leave({ kind }) {
      if (kind === Kind.ARGUMENT || kind === Kind.OBJECT_FIELD || kind === Kind.VARIABLE_DEFINITION) path.pop();
    },
  });
}
