import { SourceTimeout } from '../errors.js';

/** A store answers, and has not come as far as the write whose token the reader brought. */
export class NotReached extends SourceTimeout {
  constructor(source: string, milliseconds: number) {
    super(source, milliseconds);
    this.message = `${source} has not come as far as the read token within ${milliseconds} ms; read again, or without it`;
  }
}
