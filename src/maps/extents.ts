import { PerScope, type PerScopeOptions } from '../loaders/per-scope.js';
import type { Reads } from '../loaders/reads.js';
import { type Extent, readExtent } from './extent.js';
import type { Layer } from './layers.js';

/** The extents of whole layers, each kept for every scope: without a filter, map software asks for them at every start. */
export class Extents {
  readonly #kept = new Map<string, PerScope<Extent>>();

  constructor(readonly options: PerScopeOptions) {}

  /** @throws whatever the request's own source throws, where there is none of its scope yet and none can be read */
  of(layer: Layer, reads: Reads): Promise<Extent> {
    const kept = this.#kept.get(layer.name) ?? this.#layer(layer);
    return kept.of(reads);
  }

  #layer(layer: Layer): PerScope<Extent> {
    const kept = new PerScope(this.options, layer.view.source, (reads) => readExtent(layer, [], reads));
    this.#kept.set(layer.name, kept);
    return kept;
  }
}
