// An LTI message travels as a form that posts itself; without this script there is a button.
document.getElementById("message").submit();
