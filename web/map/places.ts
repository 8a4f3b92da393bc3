import type { LngLatBoundsLike, Map as MapView } from 'maplibre-gl';
import { ask } from './graph.js';

const QUERY = /* GraphQL */ `
  {
    facilitySites {
      groups(by: [BASIN]) {
        key {
          basin
        }
        count
      }
    }
  }
`;

interface Groups {
  readonly facilitySites: {
    readonly groups: readonly { readonly key: { readonly basin: string | null }; readonly count: number }[];
  };
}

/** Goes to a place on the map: where the sites of a basin are. */
export interface Place {
  readonly name: string;
  readonly bounds: LngLatBoundsLike;
}

/** The basins with most sites, and where their layers say that they are. */
export async function readPlaces(): Promise<readonly Place[]> {
  const { facilitySites } = await ask<Groups>(QUERY);
  const basins = [...facilitySites.groups].sort((a, b) => b.count - a.count).flatMap(({ key }) => key.basin ?? []);
  const places = await Promise.all(basins.slice(0, 6).map(placeOf));
  return places.flat();
}

async function placeOf(basin: string): Promise<Place[]> {
  const response = await fetch(`/tiles/facilitySites.json?${new URLSearchParams({ basin })}`);
  const { bounds } = (await response.json()) as { readonly bounds?: LngLatBoundsLike };
  return bounds ? [{ name: basin, bounds }] : [];
}

/** A button a place. */
export function showPlaces(map: MapView, places: readonly Place[], into: HTMLElement): void {
  const buttons = places.map(({ name, bounds }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => map.fitBounds(bounds, { padding: 30, animate: false }));
    return button;
  });
  into.append(...buttons);
}
