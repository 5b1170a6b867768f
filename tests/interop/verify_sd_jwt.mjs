// Reads {presentation, issuerJwk, holderJwk, statusToken?, nonce, at} as JSON from standard input,
// verifies an SD-JWT VC offline and prints {verified, error, claims} as JSON.
import {createHash, createPublicKey, randomBytes, verify} from 'node:crypto';
import {readFileSync} from 'node:fs';

import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';

const {presentation, issuerJwk, holderJwk, statusToken, nonce, at} =
  JSON.parse(readFileSync(0, 'utf8'));

const checkedWith = jwk => async (data, signature) => verify(
  'sha256', Buffer.from(data),
  {key: createPublicKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'},
  Buffer.from(signature, 'base64url'));

const reader = new SDJwtVcInstance({
  hasher: (data, algorithm) => createHash(algorithm.replace('-', '')).update(
    typeof data === 'string' ? data : Buffer.from(data)).digest(),
  hashAlg: 'sha-256',
  saltGenerator: async length => randomBytes(length).toString('base64url'),
  verifier: checkedWith(issuerJwk),
  kbVerifier: checkedWith(holderJwk),
  statusListFetcher: async () => statusToken,
});

let answer;
try {
  const {payload} = await reader.verify(presentation, {keyBindingNonce: nonce, currentDate: at});
  answer = {verified: true, error: null, claims: payload};
} catch(error) {
  answer = {verified: false, error: error.message, claims: null};
}
process.stdout.write(JSON.stringify(answer));
