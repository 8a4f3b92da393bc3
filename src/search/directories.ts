import { PerScope, type PerScopeOptions } from '../loaders/per-scope.js';
import { type Directory, loadDirectory } from './directory.js';

/** A gateway's directories of units, one a scope, shared by its requests. */
export class Directories extends PerScope<Directory> {
  constructor(options: PerScopeOptions) {
    super(options, 'PRODVIEW', loadDirectory);
  }
}
