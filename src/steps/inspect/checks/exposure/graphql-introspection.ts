import { type Check, found, notApplicable, pass, unknown } from '../check.ts';

/** Whether an interface tells everybody all its types and fields. */
export const graphqlIntrospection: Check = {
  meta: {
    id: 'graphql-introspection',
    area: 'exposure',
    title: 'The interface does not explain itself to everybody',
    severity: 'low',
    requires: ['insides'],
    owner: 'Thieves get the complete list of what your shop’s interface can do.',
    remedy: 'Switch introspection off in production.',
    remedies: {
      magento: 'app/etc/env.php: graphql → disable_introspection => true.',
      vendure: 'apiOptions: { introspection: false }.',
      nginx: 'Refuse queries with __schema in front of the interface.',
    },
    references: ['CWE-200', 'WSTG-APIT-01', 'ASVS 5.0 4.3'],
  },
  judge: ({ insides, target }) => {
    const open = insides.graphql.filter(({ types }) => types);
    if (open.length > 0) {
      return found(
        open.map(({ path, status }) => ({
          ...{ key: path, severity: 'low' as const, url: `${target}${path}`, title: `The interface ${path} tells everybody all its types` },
          evidence: [{ kind: 'request' as const, text: `GET ${path}?query={__schema…} answered ${status} with its types` }],
        })),
      );
    }
    if (insides.graphql.length > 0)
      return pass(`${insides.graphql.map(({ path }) => path).join(', ')} does not tell its types to a GET`, 'request');
    return insides.cut === null ? notApplicable('no GraphQL interface answered') : unknown(insides.cut);
  },
};
