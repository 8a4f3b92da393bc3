/** The ProdView part of the questions that clients ask most, as documents. */
export const SHAPES = {
  'shape-1-hierarchy': `query Hierarchy($route: ID = "R1", $units: Int = 500) {
  routes(where: { idRec: { eq: $route } }) {
    nodes {
      routeName
      units(first: $units, orderBy: [UNIT_NAME_ASC]) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          label
          api10
          timezone
          currentFacility { id facilityName }
          completions {
            nodes {
              id
              label
              currentStatus { status statusDate }
              productionTests(first: 1, where: { invalidTest: { notIn: ["Yes"] } }) {
                nodes { effectiveDate oilCondRateBblPerDay }
              }
            }
          }
        }
      }
    }
  }
}`,
  'shape-5-series': `query Series($from: Date = "2024-01-01", $to: Date = "2024-01-31") {
  completions(first: 1000, orderBy: [ID_REC_ASC]) {
    pageInfo { hasNextPage }
    nodes {
      label
      dailyAllocations(from: $from, to: $to, orderBy: [ALLOCATION_DATE_ASC], first: 400) {
        pageInfo { hasNextPage }
        nodes { allocationDate downtimeHours allocated { oilBbl gasMcf waterBbl } }
      }
    }
  }
}`,
  'shape-8-tests': `query Tests($route: ID = "R1", $until: Date = "2024-01-31") {
  routes(where: { idRec: { eq: $route } }) {
    nodes {
      units(first: 1000) {
        nodes {
          completions {
            nodes {
              label
              testsRemaining(where: { requiredTestsRemaining: { gt: 0 }, periodEndDate: { lte: $until } }) {
                nodes { periodEndDate lastTestDate requiredTestsRemaining }
              }
              productionTests(first: 12) {
                pageInfo { hasNextPage }
                nodes { effectiveDate invalidTest oilCondRateBblPerDay producedGasRateMcfPerDay gasOilRatioMcfPerBbl }
              }
            }
          }
        }
      }
    }
  }
}`,
  'shape-2-search': `query Find($text: String = "0h alpha") {
  searchWells(text: $text, first: 20) {
    hits { unit { id label api10 } matchedOn matchedText score }
    matched
    truncated
  }
}`,
  'shape-9-stops': `query Stops($route: ID = "R1", $day: Date = "2024-01-03") {
  routes(where: { idRec: { eq: $route } }) {
    nodes {
      units(first: 1000, orderBy: [UNIT_NAME_ASC]) {
        nodes {
          label
          currentFacility { facilityName }
          tanks {
            nodes {
              id
              product
              remainingCapacityBbl
              latestReading { readingDate levelTop }
              readings(from: $day, to: $day) { totalCount }
            }
          }
          gasMeters { nodes { id meterName latestReading { readingDate staticPressureRaw } } }
          liquidMeters { nodes { id meterName latestReading { readingDate corrected { hcliqBbl } } } }
        }
      }
    }
  }
}`,
  'shape-10-trace': `query Trace($from: ID! = "WyJVbml0Tm9kZSIsIlUwb3V0Il0", $day: Date! = "2024-01-02") {
  trace(from: $from, direction: DOWNSTREAM, on: $day, maxDepth: 25, maxNodes: 5000) {
    nodes { depth name kind volume { gathered { hcliqBbl gasMcf waterBbl } } balance { in { hcliqBbl } out { hcliqBbl } } }
    edges { from to recirculation validFrom validTo }
    stoppedBecause
    cycles { path }
  }
}`,
} as const;
