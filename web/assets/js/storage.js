// The storage that a learning platform offers to a frame without cookies (lti-pm-s 0.1). What is
// kept there goes to one origin only, and nobody else's answer is heard.
const PATIENCE = 1500;
const NEEDED = ['lti.put_data', 'lti.get_data'];

function read(data) {
  try {
    return (typeof data === 'string' ? JSON.parse(data) : data) ?? {};
  } catch {
    return {};
  }
}

// Posts a message and returns the answer that `isTrusted` lets through, or null when none comes.
// Some apps name a storage and never answer, so the waiting ends.
function ask(frame, origin, message, isTrusted) {
  const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
  return new Promise((resolve) => {
    const end = (answer) => {
      clearTimeout(timer);
      removeEventListener('message', hear);
      resolve(answer);
    };
    const hear = (event) => {
      const answer = read(event.data);
      const isAnswer = answer.subject === `${message.subject}.response` && answer.message_id === id;
      if (isAnswer && isTrusted(event)) end(answer.error ? null : answer);
    };
    const timer = setTimeout(end, PATIENCE, null);
    addEventListener('message', hear);
    frame.postMessage({ ...message, message_id: id }, origin);
  });
}

function frameNamed(name) {
  try {
    return name === '_parent' ? window.parent : (window.parent.frames[name] ?? null);
  } catch {
    return null;
  }
}

// Returns what the platform says it can do, as a map from subject to message; empty if it is silent.
export async function capabilities() {
  const isParent = ({ source }) => source === window.parent;
  const answer = await ask(window.parent, '*', { subject: 'lti.capabilities' }, isParent);
  const listed = answer?.supported_messages;
  return new Map((Array.isArray(listed) ? listed : []).map((one) => [one?.subject, one]));
}

async function frameOffered() {
  const offered = await capabilities();
  const isThere = NEEDED.every((subject) => offered.has(subject));
  return isThere ? (offered.get(NEEDED[0]).frame ?? '_parent') : null;
}

// Returns the storage of a frame that is named or else asked for, or null. It has `put(key, value)`,
// which tells whether the value is kept, and `get(key)`.
export async function openStorage({ frame: name, origin }) {
  const frame = frameNamed(name || (await frameOffered()));
  if (!frame || frame === window || !origin) return null;
  const isTheirs = (event) => event.origin === origin;
  const send = (message) => ask(frame, origin, message, isTheirs);
  return {
    async put(key, value) {
      const answer = await send({ subject: 'lti.put_data', key, value });
      return answer?.key === key && answer.value === value;
    },
    async get(key) {
      const answer = await send({ subject: 'lti.get_data', key });
      return answer?.key === key && typeof answer.value === 'string' ? answer.value : null;
    },
  };
}
