// Prints failures in full and one closing line in the form of cargo's own, so that both can be added up.
export default async function* reporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (data?.details?.type === 'suite') continue;
    if (type === 'test:pass') passed += 1;
    if (type === 'test:fail') {
      failed += 1;
      const cause = data.details.error?.cause ?? data.details.error;
      yield `FAILED ${data.name}\n${String(cause?.stack ?? cause).replace(/^/gm, '    ')}\n`;
    }
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
  }
  yield `\ntest result: ${failed ? 'FAILED' : 'ok'}. ${passed} passed; ${failed} failed; 0 ignored\n`;
}
