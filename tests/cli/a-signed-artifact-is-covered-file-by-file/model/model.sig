{
 "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
 "verificationMaterial": {
  "publicKey": {
   "hint": "744b30c0765ca758b132010e7bf6c8d62c4481d36eca7b653b57e6726346ad49"
  },
  "tlogEntries": []
 },
 "dsseEnvelope": {
  "payload": "eyJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwgInN1YmplY3QiOiBbeyJuYW1lIjogIm1vZGVsIiwgImRpZ2VzdCI6IHsic2hhMjU2IjogImNkZjRjZjc0OTU5MjgxYjlkOTE5ZmM5MWQwNDQzMWQ4ZTMzNjg4NDIxMzA4NzllYjNkMDRlNDg1MGYyNzBiNTYifX1dLCAicHJlZGljYXRlVHlwZSI6ICJodHRwczovL21vZGVsX3NpZ25pbmcvc2lnbmF0dXJlL3YxLjAiLCAicHJlZGljYXRlIjogeyJzZXJpYWxpemF0aW9uIjogeyJtZXRob2QiOiAiZmlsZXMiLCAiaGFzaF90eXBlIjogInNoYTI1NiIsICJhbGxvd19zeW1saW5rcyI6IGZhbHNlfSwgInJlc291cmNlcyI6IFt7Im5hbWUiOiAiY29uZmlnLmpzb24iLCAiZGlnZXN0IjogImNhM2QxNjNiYWIwNTUzODE4MjcyMjYxNDA1NjhmM2JlZjdlYWFjMTg3Y2ViZDc2ODc4ZTBiNjNlOWU0NDIzNTYiLCAiYWxnb3JpdGhtIjogInNoYTI1NiJ9LCB7Im5hbWUiOiAibmVzdGVkL3BhcnQuYmluIiwgImRpZ2VzdCI6ICIzNTgxMzRiNzZjZGU0ZmRhZjJiZTI5ZDk5MDI3OTZkNzk5NzVlNTRiMWFhNjgyZGE2NTFjY2M1ZGVkNDI4MDVmIiwgImFsZ29yaXRobSI6ICJzaGEyNTYifSwgeyJuYW1lIjogIndlaWdodHMuYmluIiwgImRpZ2VzdCI6ICIxYjQ2NWZhNmI2YmNiYzA2YTMxOTllM2QyZDhhZWMzNWQzNzQ5NGE3MTJmODg4YjZkNTUzNjY4NGRkODlkMGYwIiwgImFsZ29yaXRobSI6ICJzaGEyNTYifV19fQ==",
  "payloadType": "application/vnd.in-toto+json",
  "signatures": [
   {
    "sig": "MEQCIFTHjlzJdh++4GmQBH4e9GfeU65MdqIC2j7B0PejZ9cYAiBVn8rbDwHxakZMP4SXiVjc/sgssyukOW/wuPLboEJMAA==",
    "keyid": ""
   }
  ]
 }
}