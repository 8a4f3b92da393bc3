import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command-line.js';
import { parseAddress, parseConfig } from '../../src/config.js';
import { startGateway } from '../support/gateway.js';
import { hasServer, serverEngine } from '../support/postgres.js';
import { parseYaml } from '../support/yaml.js';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { services, volumes } = parseYaml(readFileSync(root('docker-compose.yml'), 'utf8'));
const owner = new URL(services.migrate.command[3]);
/** A command asks nobody who may ask. */
const IN_THE_IMAGE = parseAddress({ HOST: '0.0.0.0', PORT: '4000' });
const gateway = new URL(services.gateway.environment.POSTGRES_URL);

describe('docker compose', () => {
  test('starts the gateway when the database has the schema and the sample, and not before', () => {
    expect(services.gateway.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(services.migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(services.postgres.image).toMatch(/^postgis\/postgis:/);
    expect(Object.keys(volumes).sort()).toEqual(['data', 'postgres']);
  });

  test('migrates as who owns the database, and the gateway logs in as somebody else', () => {
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = services.postgres.environment;
    expect([owner.username, owner.password, owner.pathname]).toEqual([
      POSTGRES_USER,
      POSTGRES_PASSWORD,
      `/${POSTGRES_DB}`,
    ]);
    expect([owner.hostname, gateway.hostname, gateway.pathname]).toEqual(['postgres', 'postgres', owner.pathname]);
    expect(gateway.username).not.toBe(owner.username);
    expect(services.migrate.command).toEqual([
      'node',
      'dist/main.js',
      'migrate',
      owner.href,
      '--sample',
      '--gateway',
      gateway.href,
    ]);
  });

  test('gives settings that there are, and runs what is in the image', () => {
    const { environment } = services.gateway;
    expect(parseConfig({ HOST: '0.0.0.0', ...environment })).toMatchObject({
      POSTGRES_URL: gateway.href,
      ANONYMOUS: 'read',
    });
    const dockerfile = readFileSync(root('Dockerfile'), 'utf8');
    for (const folder of ['dist', 'schema', 'sample']) {
      expect(dockerfile).toContain(`/app/${folder} ${folder}`);
    }
  });
});

describe.runIf(hasServer)('what the compose file runs, on a server', () => {
  test('makes a database that the gateway serves the sample’s map from, twice over', async () => {
    const engine = await serverEngine();
    const login = `gateway_${randomUUID().slice(0, 8)}`;
    const [{ url }] = await engine.asOwner(async (client) => [
      { url: `postgres://postgres@${client.host}:${client.port}/${client.database}` },
    ]);
    const own = new URL(url);
    own.username = login;
    own.password = gateway.password;
    const [, , command, , ...options] = services.migrate.command;
    const args = [url, ...options.map((each: string) => (each === gateway.href ? own.href : each))];
    try {
      for (const said of [
        /^Migrated: 0001_.*\n.* logs in as a gateway/,
        /^Nothing to migrate\.\n.* logs in as a gateway/,
      ])
        expect(await runCommand(command, args, IN_THE_IMAGE)).toMatch(said);
      const serving = await startGateway({ maps: own.href });
      const { data, errors } = await serving.ask(
        '{ map(bbox: { west: -90, south: 27, east: -87, north: 30 }, zoom: 8) { wellLocations { matched } pipelines { matched } } }',
      );
      await serving.close();
      expect(errors).toBeUndefined();
      expect(data.map.wellLocations.matched).toBeGreaterThan(1000);
      expect(data.map.pipelines.matched).toBeGreaterThan(100);
    } finally {
      await engine.close();
      const server = await serverEngine();
      await server.asOwner((client) => client.query(`drop role if exists ${login}`));
      await server.close();
    }
  });

  test.each([[[]], [['http://somewhere']], [['postgres://x', '--other']]])('%j is no way to migrate', async (args) => {
    await expect(runCommand('migrate', args, IN_THE_IMAGE)).rejects.toThrow('wellgraph migrate postgres://');
  });
});
