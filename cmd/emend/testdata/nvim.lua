-- Neovim as the client of emend lsp: waits for the findings, takes a fix and a decision, saves.
local function fail(what)
  io.stderr:write(what .. "\n" .. vim.inspect(vim.diagnostic.get(0)) .. "\n")
  vim.cmd("cquit 1")
end
local id = vim.lsp.start_client({ name = "emend", cmd = { vim.env.EMEND, "lsp" }, root_dir = vim.fn.getcwd() })
if not id or not vim.lsp.buf_attach_client(0, id) then fail("no client") end
local function findings(n)
  if not vim.wait(30000, function() return #vim.diagnostic.get(0) == n end, 20) then fail("not " .. n .. " findings") end
  return vim.diagnostic.get(0)
end

-- columns of a diagnostic are bytes here: the client has turned the UTF-16 of the protocol back
local d = findings(3)[1]
if d.lnum ~= 0 or d.col ~= 13 or d.end_col ~= 20 or d.source ~= "emend" then fail("it stands elsewhere") end

local client = vim.lsp.get_client_by_id(id)
local function actions(line, from, to)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = line, character = from }, ["end"] = { line = line, character = to } },
    context = { diagnostics = {} },
  }
  local answer = client.request_sync("textDocument/codeAction", params, 30000, 0)
  if not answer or not answer.result then fail("no actions") end
  return answer.result
end
local function take(action)
  if action.edit then vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding) end
  local answer = client.request_sync("workspace/executeCommand", { command = action.command.command, arguments = action.command.arguments }, 30000, 0)
  if not answer or answer.err then fail("the command failed: " .. vim.inspect(answer)) end
end

take(actions(0, 12, 12)[1])
findings(2)
for _, a in ipairs(actions(1, 10, 15)) do
  if a.command.command == "emend.sic" then take(a) end
end
findings(1)
vim.cmd("silent write")
client.stop()
if not vim.wait(30000, function() return client.is_stopped() end, 20) then fail("it does not stop") end
vim.cmd("quit!")
