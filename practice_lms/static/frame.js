// Listens to the tool in the frame and answers it (1EdTech lti-cs-pm 0.1).

import { storageSubjects, useStorage } from "./storage.js";

const LEAST = 480;
const MOST = 20000;
const frame = document.getElementById("tool");
const origins = frame.dataset.origins.split(" ");
const offersStorage = "offersStorage" in frame.dataset;

function resize({ height }) {
  const pixels = Math.ceil(Number(height));
  if (!(pixels > 0)) return { error: { code: "bad_request", message: "height must be a number" } };
  frame.style.height = `${Math.min(Math.max(pixels, LEAST), MOST)}px`;
  return {};
}

function scrollToTop() {
  frame.scrollIntoView({ block: "start" });
  return {};
}

function capabilities() {
  const plain = ["lti.capabilities", "lti.frameResize", "lti.scrollToTop"].map((subject) => ({ subject }));
  const storage = storageSubjects.map((subject) => ({ subject, frame: "_parent" }));
  return { supported_messages: [...plain, ...storage] };
}

function answerTo(message, origin) {
  if (message.subject === "lti.frameResize") return resize(message);
  if (message.subject === "lti.scrollToTop") return scrollToTop();
  // Without storage the tool hears nothing at all, as in a Moodle, and has to stop waiting.
  if (!offersStorage) return null;
  if (message.subject === "lti.capabilities") return capabilities();
  if (storageSubjects.includes(message.subject)) return useStorage(message, origin);
  return null;
}

function read(data) {
  try {
    return (typeof data === "string" ? JSON.parse(data) : data) ?? {};
  } catch {
    return {};
  }
}

addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || !origins.includes(event.origin)) return;
  const message = read(event.data);
  const answer = answerTo(message, event.origin);
  if (!answer || message.message_id === undefined) return;
  const subject = `${message.subject}.response`;
  event.source.postMessage({ ...answer, subject, message_id: message.message_id }, event.origin);
});
