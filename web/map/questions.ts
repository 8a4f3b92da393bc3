import type { LayerName } from './layers.js';

/** What may be asked of a feature in the graph, by its layer. */
const QUESTIONS: Readonly<Record<LayerName, string>> = {
  facilitySites: `
# What is this site, and what does it make?
query Site($id: ID! = "ID") {
  facilitySite(id: $id) {
    name
    siteType
    operator
    facility {
      facilityName
      units(first: 5) {
        totalCount
        nodes {
          label
        }
      }
      monthlyVolumes(first: 6) {
        nodes {
          periodStartDate
          produced {
            hcliqBbl
            gasMcf
          }
        }
      }
    }
    pipelinesOut {
      nodes {
        name
        commodity
      }
    }
  }
}`,
  pipelines: `
# Where does this pipeline begin and end?
query Pipeline($id: ID! = "ID") {
  pipeline(id: $id) {
    name
    commodity
    lengthKm
    fromFacility {
      facilityName
    }
    toFacility {
      facilityName
    }
  }
}`,
  wellLocations: `
# What has this well made?
query Well($id: ID! = "ID") {
  wellLocation(id: $id) {
    name
    status
    unit {
      label
      operatorName
      completions {
        nodes {
          label
          currentStatus {
            status
            statusDate
          }
          dailyAllocations(first: 5) {
            nodes {
              allocationDate
              allocated {
                oilBbl
                gasMcf
                waterBbl
              }
            }
          }
        }
      }
    }
  }
}`,
  fields: `
# What has this field made, and which wells stand in it?
query Field($id: ID! = "ID") {
  field(id: $id) {
    name
    hydrocarbons
    areaKm2
    unit {
      completions {
        nodes {
          monthlyAllocations(first: 6) {
            nodes {
              allocationStartDate
              allocated {
                oilBbl
                gasMcf
              }
            }
          }
        }
      }
    }
    wells(first: 5) {
      totalCount
      nodes {
        location {
          name
          status
        }
      }
    }
  }
}`,
};

/** A link that opens GraphiQL with the question about this feature; nothing is run before its reader says so. */
export const questionAbout = (layer: LayerName, id: string) =>
  `/#query=${encodeURIComponent(`${QUESTIONS[layer].trim().replace('"ID"', JSON.stringify(id))}\n`)}`;
