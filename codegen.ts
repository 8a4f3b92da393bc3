import type { TypeScriptPluginConfig } from '@graphql-codegen/typescript';
import type { TypeScriptResolversPluginConfig } from '@graphql-codegen/typescript-resolvers';

/** What `npm run generate` writes, and how. The row types that parents are typed by come from the bindings. */
const config = {
  schema: 'schema',
  rows: 'src/generated/rows.ts',
  resolvers: 'src/generated/resolvers.ts',
  plugins: {
    useTypeImports: true,
    enumsAsTypes: true,
    scalars: { ID: 'string', Date: 'string', DateTime: 'string', LocalDateTime: 'string' },
    contextType: '../server/context.js#Context',
    makeResolverTypeCallable: false,
    // What stands behind the objects of hand-written fields; the rows of bound types are added when it runs.
    mappers: {
      BundleChange: '../bundle/delta.js#Change',
      QueuedApproval: '../resolvers/approvals.js#Queued',
      SurveillanceFunnel: '../production/surveillance-funnel.js#Funnel',
      ProductionSummary: '../production/asked.js#Asked',
      OperationEvent: '../events/outbox.js#SentEvent',
      RouteDay: '../route-day/route-report.js#RouteReport',
      RouteVariance: '../resolvers/route-day.js#Told',
      VarianceComponent: '../resolvers/route-day.js#ToldComponent',
      MissingWells: '../resolvers/route-day.js#Missing',
      MapView: '../maps/viewport.js#Viewport',
      MapLayer: '../maps/map-layer.js#LayerRead',
      WellMapLayer: '../maps/map-layer.js#LayerRead',
    },
  } satisfies TypeScriptPluginConfig & TypeScriptResolversPluginConfig,
};

export default config;
