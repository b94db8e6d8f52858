// The same in Node: checks a tab's token with jose and says hello. Prints its address when ready.
import { createRequire } from 'node:module';

// From where npm has put them, which is not beside this file.
const require = createRequire(`${process.env.NODE_PATH}/`);
const express = require('express');
const { createLocalJWKSet, jwtVerify } = require('jose');

const settings = JSON.parse(process.env.BENCH_EXPRESS_JOSE);
const keys = createLocalJWKSet(settings.key_set);
const options = {
  algorithms: ['RS256'],
  audience: settings.client_id,
  issuer: settings.issuer,
};

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/session', async (request, response) => {
  const { payload } = await jwtVerify(request.body.token, keys, options);
  if (!payload.scp.split(' ').includes('access_as_user')) {
    response.sendStatus(403);
    return;
  }
  response.send(`<!doctype html><title>Signed in</title><h1>Hello, ${payload.name}</h1>`);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
