// node dev/serve.mjs [PORT]: the editor on a server of its own, for developing.
import { startMock } from './mock.mjs';

const mock = await startMock({ port: Number(process.argv[2] ?? 8123), count: 8 });
console.log(mock.address);
