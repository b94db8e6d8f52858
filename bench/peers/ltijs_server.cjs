// The smallest ltijs tool: it says hello to whoever was launched. Prints its address when ready.
const { Provider: lti } = require('ltijs');
const Database = require('ltijs-sequelize');

const settings = JSON.parse(process.env.BENCH_LTIJS);

async function main() {
  const plugin = new Database('bench', '', '', {
    dialect: 'sqlite',
    storage: settings.database,
    logging: false,
  });
  lti.setup('a secret for the bench', { plugin });
  lti.onConnect((token, request, response) => {
    response.send(`<!doctype html><title>Launched</title><h1>Hello, ${token.userInfo.name}</h1>`);
  });
  await lti.deploy({ serverless: true, silent: true });
  const platform = await lti.registerPlatform(settings.platform);
  await platform.platformActive(true);
  const server = lti.app.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
  });
}

main();
